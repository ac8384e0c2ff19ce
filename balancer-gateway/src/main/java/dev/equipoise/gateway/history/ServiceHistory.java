package dev.equipoise.gateway.history;

import dev.equipoise.core.membership.Fleet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How the workers of one service did in the last ten minutes. It knows {@value #MOST_WORKERS} workers at most: what is heard of more is counted
 * and not kept. A worker that leaves the fleet is forgotten. Any thread.
 */
public final class ServiceHistory {

    static final int MOST_WORKERS = 2_000;

    private final Map<String, WorkerHistory> workers = new ConcurrentHashMap<>();
    private final LongAdder leftOut = new LongAdder();
    private final LongSupplier nanoTime;

    /** @param nanoTime as {@link System#nanoTime()} */
    public ServiceHistory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * What is known.
     *
     * @param workers by id
     * @param leftOut tries at workers that there was no room for
     */
    public record Known(int intervalSeconds, Map<String, List<Interval>> workers, long leftOut) {}

    /**
     * A try at this worker has ended.
     *
     * @param nanos to the head of the answer, or to the failure
     */
    public void saw(String worker, boolean failed, long nanos) {
        WorkerHistory history = workers.get(worker);
        if (history == null) {
            // Threads that come at the same moment may each add one more; no more than that.
            if (workers.size() >= MOST_WORKERS) {
                leftOut.increment();
                return;
            }
            history = workers.computeIfAbsent(worker, id -> new WorkerHistory(nanoTime.getAsLong()));
        }
        history.add(failed, nanos, nanoTime.getAsLong());
    }

    /** Forgets every worker that is not in the fleet. */
    public void retain(Fleet fleet) {
        workers.keySet().removeIf(id -> fleet.find(id) == null);
    }

    /** Now. */
    public Known known() {
        long now = nanoTime.getAsLong();
        Map<String, List<Interval>> all = new TreeMap<>();
        workers.forEach((id, history) -> all.put(id, history.intervals(now)));
        return new Known(WorkerHistory.INTERVAL_SECONDS, all, leftOut.sum());
    }
}
