/** How fast a log of facts becomes scores, and what that takes of memory. */
@NullMarked
package dev.equipoise.bench.reputation;

import org.jspecify.annotations.NullMarked;
