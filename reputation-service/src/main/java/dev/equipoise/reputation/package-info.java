/** Reputation: facts about workers in, scores and standings out. */
@NullMarked
package dev.equipoise.reputation;

import org.jspecify.annotations.NullMarked;
