/** Whether a reputation service keeps up with what gateways report: a part of {@code bench/reputation}. */
@NullMarked
package dev.equipoise.bench.intake;

import org.jspecify.annotations.NullMarked;
