/** Hash functions and rings. */
@NullMarked
package dev.equipoise.core.hash;

import org.jspecify.annotations.NullMarked;
