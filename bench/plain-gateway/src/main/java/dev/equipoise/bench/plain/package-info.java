/** Spring Cloud Gateway as it comes. */
@NullMarked
package dev.equipoise.bench.plain;

import org.jspecify.annotations.NullMarked;
