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
 *
 * <pre>
 *   cost          = expected wait × slowness
 *   slowness      = max(latency, typical latency) ÷ max(success rate, 0.05)²
 *   expected wait = max(1, (in flight + 1) ÷ slots)           where the worker declared how many requests it serves at once
 *                 = 1 + in flight ÷ (weight ÷ mean weight)    where it did not
 * </pre>
 *
 * <p>Example: 20 ms and 7 in flight on 8 slots cost 20, with 8 in flight 22.5, with half of the answers failed 80 and 90.
 *
 * <p>Weights count by the draw while workers wait equally long, for the first of an equal pair is taken: exactly in
 * proportion. Dividing the cost by the weight as well would give the heavier of two idle workers everything. Under load
 * they count in the expected wait; where slots are declared these outrank them, a full worker being full whatever its
 * weight. Nobody looks better than typical for answering faster, which takes the bait off workers that fail fast.
 */
final class Adaptive implements LoadBalancingPolicy {

    private static final double TIE = 1.1;

    /**
     * Peaks of random service times easily differ by half. Between workers of different weight that noise would undo
     * the weights (2 : 1 came out as 1.1 : 1 in simulation), so between them slowness counts from the ratio of their
     * weights on, or from this factor if that is smaller.
     */
    private static final double SLOW_WHATEVER_THE_WEIGHTS = 2;

    private static final double LEAST_SUCCESS_RATE = 0.05;

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
        int first = draw.draw(bits, request.tried(), WeightedDraw.NOBODY);
        if (first == WeightedDraw.NOBODY) {
            return null;
        }
        int second = draw.draw(bits, request.tried(), first);
        PickTrace trace = request.trace();
        if (trace != null) {
            note(candidates[first], trace);
        }
        if (second == WeightedDraw.NOBODY) {
            return candidates[first].worker;
        }
        if (trace != null) {
            note(candidates[second], trace);
        }
        return better(candidates[first], candidates[second]).worker;
    }

    /** The second if it is clearly cheaper, else the first. */
    private Candidate better(Candidate first, Candidate second) {
        double typical = tracker.typicalLatencyNanos();
        double wait = first.expectedWait() / second.expectedWait();
        double slowness = first.slowness(typical) / second.slowness(typical);
        boolean cheaper = wait * slowness > TIE && (wait > TIE || slowness > noise(first, second));
        return cheaper ? second : first;
    }

    private void note(Candidate candidate, PickTrace trace) {
        WorkerLoad load = candidate.load;
        double slowness = candidate.slowness(tracker.typicalLatencyNanos());
        double wait = candidate.expectedWait();
        trace.considered(
                candidate.worker,
                wait * slowness,
                Map.of(
                        "inFlight",
                        (double) load.inFlight(),
                        "latencyNanos",
                        load.latencyNanos(),
                        "successRate",
                        load.successRate(),
                        "expectedWait",
                        wait,
                        "slownessNanos",
                        slowness));
    }

    private static double noise(Candidate first, Candidate second) {
        double weights = first.relativeWeight / second.relativeWeight;
        return Math.min(SLOW_WHATEVER_THE_WEIGHTS, Math.max(TIE, Math.max(weights, 1 / weights)));
    }

    private record Candidate(Worker worker, WorkerLoad load, double relativeWeight) {

        double slowness(double typicalLatency) {
            double success = Math.max(load.successRate(), LEAST_SUCCESS_RATE);
            return Math.max(load.latencyNanos(), typicalLatency) / (success * success);
        }

        double expectedWait() {
            int slots = worker.capacity().maxConnections();
            return slots > 0 ? Math.max(1, (load.inFlight() + 1.0) / slots) : 1 + load.inFlight() / relativeWeight;
        }
    }
}
