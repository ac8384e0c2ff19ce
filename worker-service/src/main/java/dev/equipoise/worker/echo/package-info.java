/** Shows a request as it arrived. */
@NullMarked
package dev.equipoise.worker.echo;

import org.jspecify.annotations.NullMarked;
