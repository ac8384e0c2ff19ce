/** The log of facts outside of the store. */
@NullMarked
package dev.equipoise.reputation.export;

import org.jspecify.annotations.NullMarked;
