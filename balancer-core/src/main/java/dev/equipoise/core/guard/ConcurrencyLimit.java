package dev.equipoise.core.guard;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Worker;

/**
 * No more requests in flight to a worker than its {@link WorkerLimit}. Each balancer counts its own requests only, so several of
 * them share a worker by a factor below 1. The limit may change at any time; whether it acts at all is asked when a picker is built.
 */
public final class ConcurrencyLimit implements PickGuard {

    private final LoadTracker tracker;
    private volatile WorkerLimit limit;

    public ConcurrencyLimit(LoadTracker tracker, WorkerLimit limit) {
        this.tracker = tracker;
        this.limit = limit;
    }

    /** @param factor times the number of requests a worker declared to serve at once; greater than 0 */
    public ConcurrencyLimit(LoadTracker tracker, double factor) {
        this(tracker, new WorkerLimit(factor, 0));
        if (!limit.isOn()) {
            throw new IllegalArgumentException("concurrency limit: the factor must be greater than 0");
        }
    }

    /** From the next pick on; pickers that were built while it did not act have to be built anew. */
    public void change(WorkerLimit next) {
        limit = next;
    }

    public WorkerLimit limit() {
        return limit;
    }

    /** Whether {@code worker} has more than it may: two that picked in the same moment both saw the last place free. */
    public boolean isExceeded(Worker worker) {
        WorkerLimit now = limit;
        return now.isOn() && tracker.of(worker.id()).inFlight() > now.of(worker);
    }

    @Override
    public String name() {
        return "concurrency-limit";
    }

    @Override
    public boolean acts() {
        return limit.isOn();
    }

    @Override
    public boolean admits(Worker worker) {
        int most = limit.of(worker);
        return most == Integer.MAX_VALUE || tracker.of(worker.id()).inFlight() < most;
    }

    @Override
    public String reason(Worker worker) {
        return tracker.of(worker.id()).inFlight() + " in flight of " + limit.of(worker);
    }
}
