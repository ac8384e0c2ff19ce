/** Processes that benchmarks start, and what they take of the machine. */
@NullMarked
package dev.equipoise.bench.process;

import org.jspecify.annotations.NullMarked;
