package dev.equipoise.core.policy;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Power of two choices (Mitzenmacher, IEEE TPDS 2001) on what a request is expected to cost: draws two distinct workers,
 * each with a probability in proportion to its weight, and takes the first unless the second is cheaper by more than 10 %.
 * While the better one is slow, or all its slots are taken, it draws another, up to three more.
 *
 * <pre>
 *   cost          = expected wait × slowness
 *   expected wait = max(1, (in flight + 1) ÷ slots)           where the worker declared how many requests it serves at once
 *                 = 1 + in flight ÷ (weight ÷ mean weight)    where it did not
 *   latency       = max(mean latency + 2 s × (1 - success rate), typical latency) ÷ max(success rate, 0.05)²
 *   slowness      = latency × max(1, latency ÷ (2 × typical latency))
 * </pre>
 *
 * <p>Example, at a typical latency of 20 ms and with 8 slots: 20 ms and 7 in flight cost 20, with 8 in flight 22.5; with
 * one answer in a hundred failed 42 and 47; a worker that takes 200 ms costs 1,000.
 *
 * <p>Weights count by the draw while workers wait equally long, for the first of an equal pair is taken: exactly in
 * proportion. Dividing the cost by the weight as well would give the heavier of two idle workers everything. Under load
 * they count in the expected wait; where slots are declared these outrank them, a full worker being full whatever its
 * weight, and of an equal pair of equal weight the emptier one is taken. Nobody looks better than typical for answering faster, which
 * takes the bait off workers that fail fast.
 */
final class Adaptive implements LoadBalancingPolicy {

    private static final double TIE = 1.1;

    /**
     * From this multiple of the typical latency on a worker is slow, and slowness counts twice: a slow worker that is idle
     * must not look as good as a healthy one that is busy. Below it the difference may be chance. Between workers of
     * different weight that chance would undo the weights (2 : 1 came out as 1.1 : 1 in simulation), so between them
     * slowness counts from the ratio of their weights on, or from this multiple if that is smaller.
     */
    private static final double SLOW = 2;

    private static final double LEAST_SUCCESS_RATE = 0.05;

    /** What a failure costs at least: one in a thousand is within a tie at 20 ms, one in a hundred doubles the cost. */
    private static final double FAILURE_NANOS = 2e9;

    private static final int MORE_DRAWS = 3;

    private final LoadTracker tracker;
    private final Supplier<RandomGenerator> random;

    Adaptive(LoadTracker tracker, Supplier<RandomGenerator> random) {
        this.tracker = tracker;
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        WeightedDraw draw = new WeightedDraw(fleet);
        double meanWeight = draw.totalWeight() / fleet.size();
        Candidate[] candidates = fleet.workers().stream()
                .map(worker -> new Candidate(worker, tracker.of(worker.id()), worker.weight() / meanWeight))
                .toArray(Candidate[]::new);
        return request -> pick(request, draw, candidates);
    }

    private @Nullable Worker pick(PickRequest request, WeightedDraw draw, Candidate[] candidates) {
        RandomGenerator bits = random.get();
        double typical = tracker.typicalLatencyNanos();
        int first = draw.draw(bits, request.tried(), WeightedDraw.NOBODY);
        if (first == WeightedDraw.NOBODY) {
            return null;
        }
        Candidate best = candidates[first];
        note(best, typical, request.trace());
        int other = draw.draw(bits, request.tried(), first);
        for (int draws = 0; other != WeightedDraw.NOBODY; draws++) {
            note(candidates[other], typical, request.trace());
            best = better(best, candidates[other], typical);
            if (draws == MORE_DRAWS || !best.isSlowOrFull(typical)) {
                break;
            }
            other = draw.draw(bits, request.tried(), WeightedDraw.NOBODY);
        }
        return best.worker;
    }

    /** The second if it is clearly cheaper, or about as cheap and emptier; else the first. */
    private static Candidate better(Candidate first, Candidate second, double typical) {
        double wait = first.expectedWait() / second.expectedWait();
        double slowness = first.slowness(typical) / second.slowness(typical);
        double cheaper = wait * slowness;
        if (cheaper > TIE) {
            return wait > TIE || slowness > chance(first, second) ? second : first;
        }
        boolean comparable = cheaper * TIE >= 1 && first.relativeWeight == second.relativeWeight;
        return comparable && second.fullness() < first.fullness() ? second : first;
    }

    private static double chance(Candidate first, Candidate second) {
        double weights = first.relativeWeight / second.relativeWeight;
        return Math.min(SLOW, Math.max(TIE, Math.max(weights, 1 / weights)));
    }

    private static void note(Candidate candidate, double typical, @Nullable PickTrace trace) {
        if (trace == null) {
            return;
        }
        WorkerLoad load = candidate.load;
        double slowness = candidate.slowness(typical);
        double wait = candidate.expectedWait();
        trace.considered(
                candidate.worker,
                wait * slowness,
                Map.of(
                        "inFlight",
                        (double) load.inFlight(),
                        "meanLatencyNanos",
                        load.meanLatencyNanos(),
                        "successRate",
                        load.successRate(),
                        "expectedWait",
                        wait,
                        "slownessNanos",
                        slowness));
    }

    private record Candidate(Worker worker, WorkerLoad load, double relativeWeight) {

        double slowness(double typical) {
            double success = Math.max(load.successRate(), LEAST_SUCCESS_RATE);
            double latency = load.meanLatencyNanos() + FAILURE_NANOS * (1 - success);
            double counted = Math.max(latency, typical) / (success * success);
            return counted * Math.max(1, counted / (SLOW * typical));
        }

        double expectedWait() {
            int slots = slots();
            return slots > 0 ? Math.max(1, (load.inFlight() + 1.0) / slots) : 1 + load.inFlight() / relativeWeight;
        }

        boolean isSlowOrFull(double typical) {
            return (slots() > 0 && load.inFlight() >= slots()) || slowness(typical) > SLOW * typical;
        }

        /** The part of its slots that is taken; 0 where it declared none. */
        double fullness() {
            return slots() > 0 ? (double) load.inFlight() / slots() : 0;
        }

        private int slots() {
            return worker.capacity().maxConnections();
        }
    }
}
