package dev.equipoise.console.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How many requests each worker gets, from counts of the last ten seconds. Used by one thread. */
final class Rates {

    static final long WINDOW_MS = 10_000;

    private static final double MILLIS = 1000;

    /** What ended since the look before, by worker. */
    private record Slice(long at, Map<String, Long> calls) {}

    private final Deque<Slice> slices = new ArrayDeque<>();
    private Map<String, Long> before = Map.of();
    private long started = Long.MIN_VALUE;

    /**
     * Takes what was counted.
     *
     * @param counts by gateway, service and worker, as one key each; the worker stands behind the last space
     */
    void take(long now, Map<String, Long> counts) {
        if (started == Long.MIN_VALUE) {
            started = now;
        } else {
            Map<String, Long> calls = new HashMap<>();
            counts.forEach((key, count) -> {
                Long last = before.get(key);
                if (last != null) {
                    // Who counts less than before has started anew.
                    calls.merge(
                            key.substring(key.lastIndexOf(' ') + 1), count < last ? count : count - last, Long::sum);
                }
            });
            slices.addLast(new Slice(now, calls));
        }
        while (!slices.isEmpty() && now - slices.getFirst().at() >= WINDOW_MS) {
            slices.removeFirst();
        }
        before = Map.copyOf(counts);
    }

    /** Per second, by worker; of those that got any. */
    Map<String, Double> perSecond(long now) {
        Map<String, Double> rates = new HashMap<>();
        double seconds = Math.min(now - started, WINDOW_MS) / MILLIS;
        if (seconds > 0) {
            slices.forEach(
                    slice -> slice.calls().forEach((id, calls) -> rates.merge(id, calls / seconds, Double::sum)));
        }
        return rates;
    }
}
