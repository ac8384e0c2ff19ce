package dev.equipoise.core.guard;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Worker;

/**
 * No more requests in flight to a worker than {@code factor} × the number it declared to serve at once, rounded up.
 * Workers that declared none are not limited. Each balancer counts its own requests only, so several of them share a
 * worker by a factor below 1.
 */
public final class ConcurrencyLimit implements PickGuard {

    private final LoadTracker tracker;
    private final double factor;

    public ConcurrencyLimit(LoadTracker tracker, double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("concurrency limit: the factor must be greater than 0");
        }
        this.tracker = tracker;
        this.factor = factor;
    }

    @Override
    public String name() {
        return "concurrency-limit";
    }

    @Override
    public boolean admits(Worker worker) {
        int slots = worker.capacity().maxConnections();
        return slots == 0 || tracker.of(worker.id()).inFlight() < limit(slots);
    }

    @Override
    public String reason(Worker worker) {
        return tracker.of(worker.id()).inFlight() + " in flight of "
                + (long) limit(worker.capacity().maxConnections());
    }

    private double limit(int slots) {
        return Math.ceil(factor * slots);
    }
}
