package dev.equipoise.core.policy;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Worker;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much of the fleet's requests each worker may have, by how it does.
 *
 * <pre>
 *   health(i) = min(1, 2 × typical latency ÷ mean latency(i))
 *   bound(i)  = ⌈1.25 × (in flight in the whole fleet + 1) × weight(i) × health(i) ÷ Σ weight(j) × health(j)⌉
 *   kept(i)   = min(1, (success rate(i) ÷ mean success rate)²), at least 2 %
 * </pre>
 *
 * In a healthy fleet all healths are 1, and the bounds are those of plain bounded loads. What fails fast never fills a
 * bound, so a failing worker keeps only a part of its keys: those whose lot, a number in [0, 1) hashed from the key, is
 * below {@code kept}. Both follow averages with a memory of ten seconds, so keys leave and return by and by; and a bound
 * is at least 1, so a worker that recovers can show it.
 *
 * <p>The two sums over the fleet are renewed once in as many picks as there are workers, by the thread whose pick it is:
 * a pick costs the same in a fleet of any size. Any thread may call anything.
 */
final class HealthBounds {

    private static final double SPREAD = 1.25;

    /** Twice the typical latency is within what chance and warming up do to a mean. */
    private static final double TOLERATED = 2;

    private static final double LEAST_KEPT = 0.02;

    /** Keeps 1.25 × 8 ÷ 10 from becoming 2 for a rounding error of the last bit. */
    private static final double ROUNDING = 1e-9;

    private static final int LEAST_PICKS_BETWEEN_SUMS = 32;

    private final double[] weights;
    private final WorkerLoad[] loads;
    private final LoadTracker tracker;
    private final AtomicInteger picks = new AtomicInteger();
    private volatile double healthyWeight;
    private volatile double meanSuccess;

    HealthBounds(List<Worker> workers, LoadTracker tracker) {
        this.tracker = tracker;
        this.weights = workers.stream().mapToDouble(Worker::weight).toArray();
        this.loads = workers.stream().map(worker -> tracker.of(worker.id())).toArray(WorkerLoad[]::new);
        renew();
    }

    /** To be called once a pick. */
    void picking() {
        if (picks.incrementAndGet() % Math.max(LEAST_PICKS_BETWEEN_SUMS, loads.length) == 0) {
            renew();
        }
    }

    private void renew() {
        double healthy = 0;
        double success = 0;
        double total = 0;
        for (int i = 0; i < loads.length; i++) {
            healthy += weights[i] * health(i);
            success += weights[i] * loads[i].successRate();
            total += weights[i];
        }
        healthyWeight = healthy;
        meanSuccess = total == 0 ? 1 : success / total;
    }

    /** What bounds are a share of, at this moment. */
    double allowance() {
        return allowance(false);
    }

    /** @param hot whether it is for a hot key, which goes elsewhere from the fair share on to leave the room to others */
    double allowance(boolean hot) {
        return (hot ? 1 : SPREAD) * (tracker.inFlight() + 1) / healthyWeight;
    }

    int inFlight(int worker) {
        return loads[worker].inFlight();
    }

    /** At least 1. */
    double bound(int worker, double allowance) {
        return Math.max(1, Math.ceil(allowance * weights[worker] * health(worker) - ROUNDING));
    }

    /** In (0, 1]. */
    double health(int worker) {
        return Math.min(1, TOLERATED * tracker.typicalLatencyNanos() / loads[worker].meanLatencyNanos());
    }

    /** Whether it keeps a key of this lot. */
    boolean keeps(int worker, double lot) {
        return lot < LEAST_KEPT || lot < kept(worker);
    }

    /** The part of its keys that it keeps, in [0.02, 1]. */
    double kept(int worker) {
        double relative = loads[worker].successRate() / Math.max(meanSuccess, Double.MIN_NORMAL);
        return relative >= 1 ? 1 : Math.max(LEAST_KEPT, relative * relative);
    }

    /** Whether one more request may go there. */
    boolean hasRoom(int worker, double allowance, double lot) {
        // An idle worker is below its bound, which is at least 1.
        int inFlight = loads[worker].inFlight();
        return (inFlight == 0 || inFlight < bound(worker, allowance)) && keeps(worker, lot);
    }
}
