package dev.equipoise.console.happening;

import java.time.Instant;

/**
 * Something that happened.
 *
 * @param number counts up while the console runs
 * @param kind such as {@code joined}, {@code ejected} or {@code action}
 * @param subject the worker, service or part it is about
 * @param text a sentence for people
 */
public record Happening(long number, Instant at, String kind, Tone tone, String subject, String text) {}
