package dev.equipoise.bench.heartbeats;

import dev.equipoise.bench.Latencies;
import java.util.Map;

/**
 * What became of the heartbeats of a turn.
 *
 * @param latencies of those that were taken, from the moment they were due
 * @param failures the others, by what happened
 */
record Beats(Latencies latencies, Map<String, Integer> failures) {

    int sent() {
        return latencies.count()
                + failures.values().stream().mapToInt(Integer::intValue).sum();
    }
}
