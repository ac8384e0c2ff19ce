package dev.equipoise.core.policy;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The worker that is expected to answer first, of all of them:
 *
 * <pre>
 *   expected = latency × (1 + in flight ÷ (weight ÷ mean weight))
 * </pre>
 *
 * the latency being a peak EWMA. Workers within 5 % of the least are equals; one of them is drawn in proportion to the
 * weights. When to use it: few workers of very different or changing speed, one sender or a few. Looks at every worker:
 * O(n); of many senders all find the same one best.
 *
 * <p>Example: 20 ms and 3 in flight are expected in 80 ms, 50 ms and none in 50 ms: the second is picked.
 *
 * <p>Weights count as soon as something is in flight, and among equals. Dividing the whole by the weight, as Traefik's
 * {@code leasttime} does, is the same for busy workers, but gives the heavier of two idle ones everything.
 */
final class LeastResponseTime implements LoadBalancingPolicy {

    private static final double TIE = 1.05;

    private final LoadTracker tracker;
    private final Supplier<RandomGenerator> random;

    LeastResponseTime(LoadTracker tracker, Supplier<RandomGenerator> random) {
        this.tracker = tracker;
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        double totalWeight =
                fleet.workers().stream().mapToDouble(Worker::weight).sum();
        double meanWeight = totalWeight / fleet.size();
        Candidate[] candidates = fleet.workers().stream()
                .map(worker -> new Candidate(worker, tracker.of(worker.id()), worker.weight() / meanWeight))
                .toArray(Candidate[]::new);
        return request -> pick(request, candidates);
    }

    private @Nullable Worker pick(PickRequest request, Candidate[] candidates) {
        Candidate best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Candidate candidate : candidates) {
            if (candidate.isUntried(request.tried())) {
                double expected = candidate.expectedNanos();
                if (request.trace() != null) {
                    candidate.note(expected, request.trace());
                }
                best = expected < least ? candidate : best;
                least = Math.min(least, expected);
            }
        }
        return best == null ? null : oneOfEquals(best, least * TIE, request, candidates);
    }

    /** One of those expected within {@code limit}; {@code best} if meanwhile nobody is. */
    private Worker oneOfEquals(Candidate best, double limit, PickRequest request, Candidate[] candidates) {
        RandomGenerator bits = random.get();
        Candidate drawn = best;
        double weightOfEquals = 0;
        for (Candidate candidate : candidates) {
            if (candidate.isUntried(request.tried()) && candidate.expectedNanos() <= limit) {
                // Reservoir sampling: each of the equals in proportion to its weight.
                weightOfEquals += candidate.relativeWeight;
                drawn = bits.nextDouble() * weightOfEquals < candidate.relativeWeight ? candidate : drawn;
            }
        }
        return drawn.worker;
    }

    private record Candidate(Worker worker, WorkerLoad load, double relativeWeight) {

        boolean isUntried(List<String> tried) {
            return tried.isEmpty() || !tried.contains(worker.id());
        }

        double expectedNanos() {
            return load.latencyNanos() * (1 + load.inFlight() / relativeWeight);
        }

        void note(double expected, PickTrace trace) {
            trace.considered(
                    worker,
                    expected,
                    Map.of(
                            "latencyNanos",
                            load.latencyNanos(),
                            "inFlight",
                            (double) load.inFlight(),
                            "relativeWeight",
                            relativeWeight));
        }
    }
}
