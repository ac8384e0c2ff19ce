/** The fleet as one picture, put together from what the services say. */
@NullMarked
package dev.equipoise.console.fleet;

import org.jspecify.annotations.NullMarked;
