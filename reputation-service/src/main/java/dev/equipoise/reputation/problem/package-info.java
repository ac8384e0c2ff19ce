/** Errors as RFC 9457 problem details. */
@NullMarked
package dev.equipoise.reputation.problem;

import org.jspecify.annotations.NullMarked;
