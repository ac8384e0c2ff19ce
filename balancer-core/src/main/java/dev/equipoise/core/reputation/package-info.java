/** Trust as a pure function: facts in, scores, standings and explanations out (decision 0018). */
@NullMarked
package dev.equipoise.core.reputation;

import org.jspecify.annotations.NullMarked;
