package dev.equipoise.core.policy;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Probing to reduce queuing and latency (Wydrowski et al., NSDI 2024, "Load is not what you should balance"). A pool holds
 * the last {@value #POOL} workers that were probed; every pick probes {@value #PROBES} more, drawn in proportion to the
 * weights, and forgets who was probed more than a second ago. Of the pool is picked, by the hot-cold lexicographic rule,
 *
 * <pre>
 *   of the cold workers the one with the least expected latency,
 *   if all are hot the one with the least load
 *   load     = (in flight + in flight for others by its last report) ÷ (weight ÷ mean weight)
 *   hot      = load above the 84 % quantile of the last 128 probes
 *   expected = latency × max(1, (load + 1) ÷ (median load of these probes + 1))
 * </pre>
 *
 * values within 5 % being equal. When to use it: large fleets behind many gateways, whose workers report what they serve.
 * A pick takes the same time in any fleet. Fleets of {@value #POOL} or fewer are looked at as a whole.
 *
 * <p>Example: half of the probes find 6 in flight or fewer, 84 % 9 or fewer. Workers with 3 at 40 ms, 8 at 25 ms and 12 at
 * 10 ms: the third is hot, the second is expected in 25 × 9 ÷ 7 = 32 ms and picked.
 *
 * <p>The paper's probes answer with the latency at the present load; a peak EWMA follows the load only as answers come in.
 * Without that correction two workers of ten with low averages drive each other's load up: together they are above the
 * quantile, and so are never both hot (p99.9 of 9 s instead of 165 ms in simulation at 75 % load).
 *
 * <p>A probe is a look at the live statistics and no message, so the pool holds who was probed and not what was found: a
 * probe that is used again needs no correction for the requests it attracted, and none has to be removed for being used.
 */
final class Prequal implements LoadBalancingPolicy {

    private static final int POOL = 16;
    private static final int PROBES = 3;
    private static final long AGE_NANOS = 1_000_000_000;
    private static final double TIE = 1.05;

    private final LoadTracker tracker;
    private final Supplier<RandomGenerator> random;

    Prequal(LoadTracker tracker, Supplier<RandomGenerator> random) {
        this.tracker = tracker;
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        return new Probing(fleet, previous instanceof Probing probing ? probing.history : new RifHistory());
    }

    /** A worker as a probe sees it: live. */
    private record Candidate(Worker worker, WorkerLoad statistics, double relativeWeight) {

        double load() {
            return (statistics.inFlight() + statistics.reportedInFlight()) / relativeWeight;
        }

        /** Latency was measured at the usual load; what is in flight beyond that waits in proportion. */
        double latency(double usualLoad) {
            return statistics.latencyNanos() * Math.max(1, (load() + 1) / (usualLoad + 1));
        }
    }

    /** Owns the pool; any thread writes any entry at any time, whatever is lost thereby. */
    private final class Probing implements Picker {

        /** An entry is the time of the probe in the upper 40 bits, exact to 17 ms, and the number of the worker. */
        private static final long NUMBER = (1 << 24) - 1;

        private final Candidate[] candidates;
        private final WeightedDraw draw;
        private final RifHistory history;
        private final AtomicLongArray pool = new AtomicLongArray(POOL);
        private final AtomicLong probes = new AtomicLong();

        Probing(Fleet fleet, RifHistory history) {
            this.draw = new WeightedDraw(fleet);
            this.history = history;
            double meanWeight = draw.totalWeight() / fleet.size();
            this.candidates = fleet.workers().stream()
                    .map(worker -> new Candidate(worker, tracker.of(worker.id()), worker.weight() / meanWeight))
                    .toArray(Candidate[]::new);
            long stale = tracker.nanoTime() - 2 * AGE_NANOS;
            for (int i = 0; i < POOL; i++) {
                pool.set(i, stale & ~NUMBER);
            }
        }

        @Override
        public @Nullable Worker pick(PickRequest request) {
            if (candidates.length == 0) {
                return null;
            }
            RandomGenerator bits = random.get();
            long now = tracker.nanoTime();
            for (int i = 0; i < PROBES; i++) {
                probe(bits, now);
            }
            return hotColdLexicographic(request, bits, now);
        }

        private void probe(RandomGenerator bits, long now) {
            int number = draw.draw(bits, List.of(), WeightedDraw.NOBODY);
            history.add(candidates[number].load());
            pool.set((int) (probes.getAndIncrement() % POOL), now & ~NUMBER | number);
        }

        private boolean looksAtAll() {
            return candidates.length <= POOL;
        }

        private int places() {
            return looksAtAll() ? candidates.length : POOL;
        }

        /** Who is at this place of the pool, or of a small fleet; null if too long ago, or tried. */
        private @Nullable Candidate at(int place, PickRequest request, long now) {
            Candidate candidate;
            if (looksAtAll()) {
                candidate = candidates[place];
            } else {
                long entry = pool.get(place);
                if (now - (entry & ~NUMBER) > AGE_NANOS) {
                    return null;
                }
                candidate = candidates[(int) (entry & NUMBER)];
            }
            return request.tried().contains(candidate.worker.id()) ? null : candidate;
        }

        private @Nullable Worker hotColdLexicographic(PickRequest request, RandomGenerator bits, long now) {
            double threshold = history.threshold();
            double usual = history.usual();
            Candidate any = null;
            boolean several = false;
            double leastLoad = Double.POSITIVE_INFINITY;
            double leastLatency = Double.POSITIVE_INFINITY;
            for (int place = 0; place < places(); place++) {
                Candidate candidate = at(place, request, now);
                if (candidate != null) {
                    several |= any != null && any != candidate;
                    any = candidate;
                    double load = candidate.load();
                    leastLoad = Math.min(leastLoad, load);
                    leastLatency = load > threshold ? leastLatency : Math.min(leastLatency, candidate.latency(usual));
                }
            }
            if (request.trace() != null) {
                note(threshold, request, now, request.trace());
            }
            Candidate best = null;
            if (several) {
                boolean allHot = leastLatency == Double.POSITIVE_INFINITY;
                best = allHot
                        ? oneOf(leastLoad * TIE, Double.POSITIVE_INFINITY, request, bits, now)
                        : oneOf(threshold, leastLatency * TIE, request, bits, now);
            }
            return best == null ? draw.draw(bits, request) : best.worker;
        }

        /** One of those within both limits; null if meanwhile nobody is. */
        private @Nullable Candidate oneOf(
                double mostLoad, double mostLatency, PickRequest request, RandomGenerator bits, long now) {
            Candidate drawn = null;
            double usual = history.usual();
            double weightOfEquals = 0;
            for (int place = 0; place < places(); place++) {
                Candidate candidate = at(place, request, now);
                if (candidate != null && candidate.load() <= mostLoad && candidate.latency(usual) <= mostLatency) {
                    // Reservoir sampling. Who is in the pool was drawn by weight: there weights count already.
                    double weight = looksAtAll() ? candidate.relativeWeight : 1;
                    weightOfEquals += weight;
                    drawn = bits.nextDouble() * weightOfEquals < weight ? candidate : drawn;
                }
            }
            return drawn;
        }

        /** The score is the expected latency, which decides among cold workers; where all are hot their load does. */
        private void note(double threshold, PickRequest request, long now, PickTrace trace) {
            Set<Candidate> noted = new HashSet<>();
            double usual = history.usual();
            for (int place = 0; place < places(); place++) {
                Candidate candidate = at(place, request, now);
                if (candidate != null && noted.add(candidate)) {
                    trace.considered(
                            candidate.worker,
                            candidate.latency(usual),
                            Map.of(
                                    "latencyNanos",
                                    candidate.statistics.latencyNanos(),
                                    "load",
                                    candidate.load(),
                                    "hotAbove",
                                    threshold,
                                    "inFlight",
                                    (double) candidate.statistics.inFlight(),
                                    "reportedInFlight",
                                    candidate.statistics.reportedInFlight()));
                }
            }
        }
    }
}
