package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Latencies;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the requests of a schedule that count, in their order. The arrays belong to it and are not changed.
 *
 * @param latencyNanos nominal, from the moment a request was to be sent to its last byte; of one that failed, the time
 *     after which it would have been given up, so that a failure is never faster than an answer
 * @param lagNanos nominal, how much later than intended the generator sent it: its own fault, contained in the latency
 * @param workers index of the worker that answered, or {@link #FAILED}
 * @param keys rank of its key
 * @param failures how many failed, by what happened
 */
@SuppressWarnings("ArrayRecordComponent") // a hundred thousand numbers, compared by nobody
record Sent(long[] latencyNanos, long[] lagNanos, int[] workers, int[] keys, Map<String, Integer> failures) {

    static final int FAILED = -1;

    Sent {
        failures = new TreeMap<>(failures);
    }

    Latencies latencies() {
        return Latencies.of(latencyNanos);
    }

    Latencies lag() {
        return Latencies.of(lagNanos);
    }

    int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The share of all requests that this worker answered. */
    double shareOf(int worker) {
        return workers.length == 0
                ? 0
                : (double) Arrays.stream(workers).filter(it -> it == worker).count() / workers.length;
    }
}
