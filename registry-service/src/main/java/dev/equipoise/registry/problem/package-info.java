/** Errors of the registry as RFC 9457 problem details. */
@NullMarked
package dev.equipoise.registry.problem;

import org.jspecify.annotations.NullMarked;
