/** Ten thousand workers join one registry within a minute and stay: {@code bench/storm}. */
@NullMarked
package dev.equipoise.bench.storm;

import org.jspecify.annotations.NullMarked;
