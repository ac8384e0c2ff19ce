package dev.equipoise.core.policy;

import dev.equipoise.core.hash.HashRing;
import dev.equipoise.core.hash.StringHash;
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
 * Each key to its worker on a {@link HashRing}, as long as that one is not overloaded (consistent hashing with bounded
 * loads: Mirrokni, Thorup, Zadimoghaddam, SODA 2018). No worker i has more in flight than
 *
 * <pre>
 *   bound(i) = ⌈1.25 × (in flight in the whole fleet + 1) × weight(i) ÷ total weight⌉
 * </pre>
 *
 * A key whose worker is at its bound, or was tried, goes to the next one clockwise, always the same one, whose cache so
 * stays warm; it comes back with the first request after the worker fell below its bound. A request without a key goes
 * anywhere, in proportion to the weights.
 *
 * <p>Example: 10 equal workers and 39 in flight: nobody gets a sixth request, ⌈1.25 × 40 ÷ 10⌉ = 5.
 */
final class ConsistentHash implements LoadBalancingPolicy {

    private static final double BOUND = 1.25;

    /** Keeps 1.25 × 8 ÷ 10 from becoming 2 for a rounding error of the last bit. */
    private static final double ROUNDING = 1e-9;

    private final LoadTracker tracker;
    private final Supplier<RandomGenerator> random;

    ConsistentHash(LoadTracker tracker, Supplier<RandomGenerator> random) {
        this.tracker = tracker;
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        HashRing ring = previous instanceof OnRing on && on.hasSharesOf(fleet) ? on.ring : HashRing.of(fleet);
        return new OnRing(fleet, ring);
    }

    private final class OnRing implements Picker {

        private final List<Worker> workers;
        private final HashRing ring;
        private final WorkerLoad[] loads;
        private final WeightedDraw draw;

        OnRing(Fleet fleet, HashRing ring) {
            this.workers = fleet.workers();
            this.ring = ring;
            this.loads = workers.stream().map(worker -> tracker.of(worker.id())).toArray(WorkerLoad[]::new);
            this.draw = new WeightedDraw(fleet);
        }

        /** Whether the ring serves that fleet too: building one is dear, and most changes touch no id and no weight. */
        boolean hasSharesOf(Fleet fleet) {
            boolean same = fleet.size() == workers.size();
            for (int i = 0; same && i < workers.size(); i++) {
                Worker theirs = fleet.workers().get(i);
                same = theirs.id().equals(workers.get(i).id())
                        && theirs.weight() == workers.get(i).weight();
            }
            return same;
        }

        @Override
        public @Nullable Worker pick(PickRequest request) {
            if (request.hashKey() == null) {
                return anywhere(request);
            }
            if (!hasUntried(request)) {
                return null;
            }
            int home = nextUntried(ring.position(StringHash.of(request.hashKey())), request);
            int owner = ring.owner(home);
            if (request.trace() != null) {
                note(owner, request.trace());
            }
            // An idle worker is below its bound, which is at least 1: most picks of a quiet fleet need no total.
            int room = loads[owner].inFlight() == 0 ? owner : firstWithRoom(home, request);
            if (room != owner && request.trace() != null) {
                note(room, request.trace());
            }
            return workers.get(room);
        }

        private @Nullable Worker anywhere(PickRequest request) {
            int drawn = draw.draw(random.get(), request.tried(), WeightedDraw.NOBODY);
            return drawn == WeightedDraw.NOBODY ? null : workers.get(drawn);
        }

        /** The score is the part of its bound that is taken: a key goes to the first below 1. */
        private void note(int worker, PickTrace trace) {
            double bound = bound(worker, BOUND * (totalInFlight() + 1) / draw.totalWeight());
            int inFlight = loads[worker].inFlight();
            trace.considered(
                    workers.get(worker), inFlight / bound, Map.of("inFlight", (double) inFlight, "bound", bound));
        }

        /**
         * Walks clockwise from {@code home} to a worker below its bound. The workers at their bounds hold less than
         * 1/1.25 of the weight, so each step finds one with a chance of 20 % or more: five steps on average, unless the
         * ones with room were all tried. If nobody has room, the key stays at home.
         */
        private int firstWithRoom(int home, PickRequest request) {
            double perWeight = BOUND * (totalInFlight() + 1) / draw.totalWeight();
            if (!hasRoom(ring.owner(home), perWeight) && anyHasRoom(perWeight, request)) {
                int position = home;
                for (int steps = 0; steps < ring.size(); steps++) {
                    position = nextUntried(ring.next(position), request);
                    if (hasRoom(ring.owner(position), perWeight)) {
                        return ring.owner(position);
                    }
                }
            }
            return ring.owner(home);
        }

        private boolean hasRoom(int worker, double perWeight) {
            return loads[worker].inFlight() < bound(worker, perWeight);
        }

        private double bound(int worker, double perWeight) {
            return Math.ceil(perWeight * workers.get(worker).weight() - ROUNDING);
        }

        private boolean anyHasRoom(double perWeight, PickRequest request) {
            for (int i = 0; i < loads.length; i++) {
                if (hasRoom(i, perWeight) && isUntried(i, request)) {
                    return true;
                }
            }
            return false;
        }

        private long totalInFlight() {
            long total = 0;
            for (WorkerLoad load : loads) {
                total += load.inFlight();
            }
            return total;
        }

        private boolean hasUntried(PickRequest request) {
            // Ids are unique, so fewer tried than workers means that someone is left; else somebody may have left.
            boolean left = request.tried().size() < workers.size();
            for (int i = 0; !left && i < workers.size(); i++) {
                left = isUntried(i, request);
            }
            return left;
        }

        private boolean isUntried(int worker, PickRequest request) {
            return !request.tried().contains(workers.get(worker).id());
        }

        /** The first position from here on clockwise whose owner was not tried; there must be one. */
        private int nextUntried(int from, PickRequest request) {
            int position = from;
            while (!isUntried(ring.owner(position), request)) {
                position = ring.next(position);
            }
            return position;
        }
    }
}
