package dev.equipoise.core.guard;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out for each worker how many requests in flight it bears: a growing latency lowers the limit, a steady one lets it
 * grow (Gradient2 of Netflix's concurrency-limits, looking once a second at the averages the load tracker keeps anyway):
 *
 * <pre>
 *   gradient = clamp(1.5 × long-term latency ÷ latency, 0.5, 1)
 *   limit    = 0.8 × limit + 0.2 × (limit × gradient + √limit)      within [4, 1000]
 * </pre>
 *
 * The long-term latency is an average over about a minute. A limit that is less than half used stays as it is: nothing is
 * to be learned from it. Also a {@link FleetGuard}, which is how it looks; it changes no fleet.
 */
public final class AdaptiveConcurrencyLimit implements PickGuard, FleetGuard {

    private static final double LEAST = 4;
    private static final double MOST = 1_000;
    private static final double FIRST = 20;
    private static final double TOLERANCE = 1.5;
    private static final double LEAST_GRADIENT = 0.5;
    private static final double SMOOTHING = 0.2;
    private static final double LONG_TERM_SECONDS = 60;
    private static final double NANOS = 1e9;

    private final LoadTracker tracker;
    private final Map<String, Limit> limits = new ConcurrentHashMap<>();
    private volatile int full;

    public AdaptiveConcurrencyLimit(LoadTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public String name() {
        return "adaptive-concurrency-limit";
    }

    @Override
    public boolean admits(Worker worker) {
        return tracker.of(worker.id()).inFlight() < limit(worker.id());
    }

    @Override
    public String reason(Worker worker) {
        return tracker.of(worker.id()).inFlight() + " in flight of " + limit(worker.id());
    }

    /** The limit of this worker at the moment. */
    public int limit(String workerId) {
        Limit limit = limits.get(workerId);
        return (int) (limit == null ? FIRST : limit.value);
    }

    @Override
    public int affected() {
        return full;
    }

    @Override
    public Fleet apply(Fleet fleet, long now) {
        limits.keySet().removeIf(id -> fleet.find(id) == null);
        int atLimit = 0;
        for (Worker worker : fleet.workers()) {
            WorkerLoad load = tracker.of(worker.id());
            Limit before = limits.get(worker.id());
            Limit after = before == null ? new Limit(FIRST, load.latencyNanos(), now) : before.after(load, now);
            limits.put(worker.id(), after);
            atLimit += load.inFlight() >= (int) after.value ? 1 : 0;
        }
        full = atLimit;
        return fleet;
    }

    private record Limit(double value, double longTerm, long at) {

        Limit after(WorkerLoad load, long now) {
            double latency = load.latencyNanos();
            double share = -Math.expm1(-(now - at) / NANOS / LONG_TERM_SECONDS);
            double average = longTerm + (latency - longTerm) * share;
            if (load.inFlight() < value / 2) {
                return new Limit(value, average, now);
            }
            double gradient = Math.max(LEAST_GRADIENT, Math.min(1, TOLERANCE * average / latency));
            double next = value + SMOOTHING * (value * gradient + Math.sqrt(value) - value);
            return new Limit(Math.max(LEAST, Math.min(MOST, next)), average, now);
        }
    }
}
