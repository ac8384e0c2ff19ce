/** Where workers stand and why, for people and machines; and the verdicts of operators. */
@NullMarked
package dev.equipoise.reputation.standings;

import org.jspecify.annotations.NullMarked;
