package dev.equipoise.bench.propagation;

import java.time.Duration;
import java.util.List;

/**
 * What is played.
 *
 * @param policy one that sends each key to a worker of its own
 * @param warmUp changes that do not count
 * @param changes in each of which a worker leaves and comes back
 */
record Plan(String policy, int warmUp, int changes, long seed) {

    /** Those of {@code ./equipoise gateway}. */
    static final List<String> GATEWAY = List.of("-Xms256m", "-Xmx512m");

    /** The least pause between two changes; the longest is three times as long. */
    static final Duration PAUSE = Duration.ofMillis(50);

    /** What a change takes, about. */
    static final Duration EACH = Duration.ofMillis(300);

    Duration length() {
        return EACH.multipliedBy(warmUp + changes);
    }
}
