/** From a registry's write to the first pick that knows of it: {@code bench/propagation}. */
@NullMarked
package dev.equipoise.bench.propagation;

import org.jspecify.annotations.NullMarked;
