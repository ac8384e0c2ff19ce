package dev.equipoise.console.traffic;

import org.jspecify.annotations.Nullable;

/**
 * One point of the charts.
 *
 * @param at in milliseconds since 1970
 * @param requests per second, all gateways together
 * @param failures per second
 * @param meanMs of those that ended; null if none did
 * @param inFlight at this moment
 */
public record Point(
        long at, double requests, double failures, @Nullable Double meanMs, int inFlight) {}
