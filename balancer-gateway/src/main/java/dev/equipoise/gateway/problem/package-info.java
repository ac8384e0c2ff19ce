/** Errors as RFC 9457 problem details. */
@NullMarked
package dev.equipoise.gateway.problem;

import org.jspecify.annotations.NullMarked;
