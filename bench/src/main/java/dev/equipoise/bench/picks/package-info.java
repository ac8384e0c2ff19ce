/** What a pick costs: JMH benchmarks of every policy there is, and the table made of them. */
@NullMarked
package dev.equipoise.bench.picks;

import org.jspecify.annotations.NullMarked;
