package dev.equipoise.core.policy;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One of the three best by a score of five terms, each in [0, 1] and better if higher, drawn in proportion to score ×
 * weight of the worker. With the default {@link ScoreWeights}:
 *
 * <pre>
 *   score       = 0.3 load + 0.25 latency + 0.2 reliability + 0.15 capacity + 0.1 proximity
 *   load        = max(0, 1 - in flight ÷ slots), the free share of its slots
 *   latency     = 1 ÷ (1 + ms ÷ 100)
 *   reliability = success rate
 *   capacity    = slots ÷ the most that any worker has, or weight ÷ the highest weight where it declared none
 *   proximity   = 1 in the client's zone, 0 in another, 0.5 if either is unknown
 * </pre>
 *
 * A worker that declared no slots is taken to have 2 × (mean in flight of the fleet + 1) × weight ÷ mean weight: with the
 * mean load it is about half free, with twice the mean it is full.
 *
 * <p>Example: 2 of 8 slots taken, 50 ms, 99 % successes, half as many slots as the largest, zone unknown: 0.3 × 0.75 +
 * 0.25 × 0.667 + 0.2 × 0.99 + 0.15 × 0.5 + 0.1 × 0.5 = 0.715.
 *
 * <p>When to use it: fleets of workers that differ in size, zone and quality, where it must be told to people, and tuned by
 * them, what counts how much. Looks at every worker: O(n). Shares follow the scores, not the weights alone: a worker that
 * is never among the best three gets nothing. Scores within 0.01 may change places, so that equals share evenly.
 */
final class WeightedScore implements LoadBalancingPolicy {

    private static final double TIE = 0.01;

    private final ScoreWeights weights;
    private final LoadTracker tracker;
    private final Supplier<RandomGenerator> random;

    WeightedScore(ScoreWeights weights, LoadTracker tracker, Supplier<RandomGenerator> random) {
        this.weights = weights;
        this.tracker = tracker;
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        List<Worker> workers = fleet.workers();
        double mostSlots = largest(workers, worker -> worker.capacity().maxConnections());
        double mostWeight = largest(workers, Worker::weight);
        double meanWeight =
                workers.stream().mapToDouble(Worker::weight).average().orElse(1);
        Candidate[] candidates = workers.stream()
                .map(worker -> {
                    int slots = worker.capacity().maxConnections();
                    double size = slots > 0 ? slots / mostSlots : worker.weight() / mostWeight;
                    return new Candidate(worker, tracker.of(worker.id()), size, worker.weight() / meanWeight);
                })
                .toArray(Candidate[]::new);
        return request -> pick(request, candidates);
    }

    private static double largest(List<Worker> workers, ToDoubleFunction<Worker> size) {
        return workers.stream().mapToDouble(size).max().orElse(0);
    }

    private @Nullable Worker pick(PickRequest request, Candidate[] candidates) {
        RandomGenerator bits = random.get();
        double meanInFlight = meanInFlight(candidates);
        Candidate first = null;
        Candidate second = null;
        Candidate third = null;
        double best = Double.NEGATIVE_INFINITY;
        double nextBest = Double.NEGATIVE_INFINITY;
        double thirdBest = Double.NEGATIVE_INFINITY;
        for (Candidate candidate : candidates) {
            if (request.tried().contains(candidate.worker.id())) {
                continue;
            }
            double rank = scoreNoted(candidate, request, meanInFlight) + TIE * bits.nextDouble();
            if (rank > best) {
                third = second;
                thirdBest = nextBest;
                second = first;
                nextBest = best;
                first = candidate;
                best = rank;
            } else if (rank > nextBest) {
                third = second;
                thirdBest = nextBest;
                second = candidate;
                nextBest = rank;
            } else if (rank > thirdBest) {
                third = candidate;
                thirdBest = rank;
            }
        }
        return first == null ? null : draw(first, second, third, request, meanInFlight);
    }

    /** One of the three in proportion to score × weight; the first if all of these are 0. */
    private Worker draw(
            Candidate first,
            @Nullable Candidate second,
            @Nullable Candidate third,
            PickRequest request,
            double meanInFlight) {
        double one = score(first, request, meanInFlight) * first.relativeWeight;
        double two = second == null ? 0 : score(second, request, meanInFlight) * second.relativeWeight;
        double three = third == null ? 0 : score(third, request, meanInFlight) * third.relativeWeight;
        double at = random.get().nextDouble() * (one + two + three);
        if (third != null && at < three) {
            return third.worker;
        }
        return second != null && at < three + two ? second.worker : first.worker;
    }

    private static double meanInFlight(Candidate[] candidates) {
        long total = 0;
        for (Candidate candidate : candidates) {
            total += candidate.load.inFlight();
        }
        return (double) total / candidates.length;
    }

    private double score(Candidate candidate, PickRequest request, double meanInFlight) {
        double sum = weights.load() * candidate.freeShare(meanInFlight)
                + weights.latency() * candidate.speed()
                + weights.reliability() * candidate.load.successRate()
                + weights.capacity() * candidate.size
                + weights.proximity() * candidate.proximity(request.zone());
        return sum / weights.sum();
    }

    private double scoreNoted(Candidate candidate, PickRequest request, double meanInFlight) {
        double score = score(candidate, request, meanInFlight);
        if (request.trace() != null) {
            Map<String, Double> terms = Map.of(
                    "load", candidate.freeShare(meanInFlight),
                    "latency", candidate.speed(),
                    "reliability", candidate.load.successRate(),
                    "capacity", candidate.size,
                    "proximity", candidate.proximity(request.zone()));
            request.trace().considered(candidate.worker, score, terms);
        }
        return score;
    }

    /** @param size relative to the largest of the fleet */
    private record Candidate(Worker worker, WorkerLoad load, double size, double relativeWeight) {

        double freeShare(double meanInFlight) {
            int declared = worker.capacity().maxConnections();
            double slots = declared > 0 ? declared : 2 * (meanInFlight + 1) * relativeWeight;
            return Math.max(0, 1 - load.inFlight() / slots);
        }

        double speed() {
            return 1 / (1 + load.latencyNanos() / 100e6);
        }

        double proximity(String zone) {
            if (zone.isEmpty() || worker.zone().isEmpty()) {
                return 0.5;
            }
            return zone.equals(worker.zone()) ? 1 : 0;
        }
    }
}
