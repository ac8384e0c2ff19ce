package dev.equipoise.console.fleet;

import dev.equipoise.console.happening.Tone;

/**
 * How the fleet is, in one sentence.
 *
 * @param detail what else there is to know, or to do; may be empty
 */
public record Verdict(Tone tone, String headline, String detail) {}
