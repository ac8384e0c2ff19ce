/** An HTTP client whose requests are due at moments of their own, whatever became of those before. */
@NullMarked
package dev.equipoise.bench.http;

import org.jspecify.annotations.NullMarked;
