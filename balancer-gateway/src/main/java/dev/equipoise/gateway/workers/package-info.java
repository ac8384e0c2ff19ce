/** The list of workers that may get traffic. */
@NullMarked
package dev.equipoise.gateway.workers;

import org.jspecify.annotations.NullMarked;
