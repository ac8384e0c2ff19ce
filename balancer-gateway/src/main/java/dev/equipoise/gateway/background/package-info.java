/** What goes on beside requests. */
@NullMarked
package dev.equipoise.gateway.background;

import org.jspecify.annotations.NullMarked;
