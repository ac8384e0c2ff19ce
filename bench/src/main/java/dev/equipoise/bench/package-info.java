/** What the benchmarks share. */
@NullMarked
package dev.equipoise.bench;

import org.jspecify.annotations.NullMarked;
