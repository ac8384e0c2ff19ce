package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Latencies;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a number of requests.
 *
 * @param answered with 200
 * @param latencies of all, from the moment each was due; one that failed counts as slow as what is given up
 * @param failures by what happened
 * @param seconds how long it took
 */
record Calls(int answered, Latencies latencies, Map<String, Integer> failures, double seconds) {

    Calls {
        failures = new TreeMap<>(failures);
    }

    int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    int all() {
        return answered + failed();
    }

    double perSecond() {
        return answered / seconds;
    }

    /** Those that took longer. */
    int slowerThan(double millis) {
        int n = latencies.count();
        while (n > 0 && latencies.nanosAt(n - 1) / 1e6 > millis) {
            n--;
        }
        return latencies.count() - n;
    }
}
