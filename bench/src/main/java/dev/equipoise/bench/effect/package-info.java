/** What reputation saves the clients of a fleet in which some workers fail now and then. */
@NullMarked
package dev.equipoise.bench.effect;

import org.jspecify.annotations.NullMarked;
