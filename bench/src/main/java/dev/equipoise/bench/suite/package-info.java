/** Our services as processes, and workers that are none. */
@NullMarked
package dev.equipoise.bench.suite;

import org.jspecify.annotations.NullMarked;
