package dev.equipoise.core.policy;

import dev.equipoise.core.hash.HashRing;
import dev.equipoise.core.hash.StringHash;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Each key to its worker on a {@link HashRing}, as long as that one has room (consistent hashing with bounded loads:
 * Mirrokni, Thorup, Zadimoghaddam, SODA 2018), where the room of a worker follows how it does ({@link HealthBounds} has
 * the formulas): a slow or failing worker sheds a part of its keys, and gets them back by and by when it recovers.
 *
 * <p>Hot keys ({@link HotKeys}) are the first to go: they find no room from the fair share on, 1 instead of 1.25 in the
 * formula. One key in ten thousand so moves about, and the many cold ones stay.
 *
 * <p>A key whose worker has no room, or was tried, goes to the next one clockwise, always the same one, whose cache so
 * stays warm; it comes back with the first request after there is room again. A request without a key goes anywhere, in
 * proportion to the weights.
 *
 * <p>Example: 10 equal and healthy workers and 39 in flight: nobody gets a sixth request, ⌈1.25 × 40 ÷ 10⌉ = 5. If one of
 * them is ten times slower than typical, its health is 0.2: it gets no third, ⌈1.25 × 40 × 0.2 ÷ 9.2⌉ = 2.
 */
final class ConsistentHash implements LoadBalancingPolicy {

    private final LoadTracker tracker;
    private final Supplier<RandomGenerator> random;

    ConsistentHash(LoadTracker tracker, Supplier<RandomGenerator> random) {
        this.tracker = tracker;
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        OnRing before = previous instanceof OnRing on ? on : null;
        HotKeys hotKeys = before == null ? new HotKeys() : before.hotKeys;
        if (before != null && before.hasSharesOf(fleet)) {
            return before.workers.equals(fleet.workers()) ? before : new OnRing(fleet, before.ring, hotKeys);
        }
        return new OnRing(fleet, HashRing.of(fleet), hotKeys);
    }

    private final class OnRing implements Picker {

        /**
         * Those without room hold less than 1/1.25 of the weight, so each step finds room with a chance of 20 % or more:
         * five steps on average, and more than this number once in 10^24 walks, unless many were tried or fail.
         */
        private static final int LONGEST_WALK = 256;

        private final List<Worker> workers;
        private final HashRing ring;
        private final HealthBounds bounds;
        private final HotKeys hotKeys;
        private final WeightedDraw draw;

        OnRing(Fleet fleet, HashRing ring, HotKeys hotKeys) {
            this.hotKeys = hotKeys;
            this.workers = fleet.workers();
            this.ring = ring;
            this.bounds = new HealthBounds(workers, tracker);
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
            bounds.picking();
            long hash = StringHash.of(request.hashKey());
            int home = nextUntried(ring.position(hash), request);
            boolean hot = hotKeys.isHot(hash, workers.size());
            return workers.get(firstWithRoom(home, StringHash.lot(hash), hot, request));
        }

        private @Nullable Worker anywhere(PickRequest request) {
            int drawn = draw.draw(random.get(), request.tried(), WeightedDraw.NOBODY);
            return drawn == WeightedDraw.NOBODY ? null : workers.get(drawn);
        }

        /** Walks clockwise from {@code home} to a worker with room. If nobody has any, the key stays at home. */
        private int firstWithRoom(int home, double lot, boolean hot, PickRequest request) {
            double allowance = bounds.allowance(hot);
            int position = home;
            for (int steps = 0; steps < Math.min(LONGEST_WALK, ring.size()); steps++) {
                int owner = ring.owner(position);
                if (request.trace() != null) {
                    note(owner, allowance, lot, request.trace());
                }
                if (bounds.hasRoom(owner, allowance, lot)) {
                    return owner;
                }
                position = nextUntried(ring.next(position), request);
            }
            return ring.owner(home);
        }

        /** The score is the part of its bound that is taken: a key goes to the first below 1 that keeps its lot. */
        private void note(int worker, double allowance, double lot, PickTrace trace) {
            double bound = bounds.bound(worker, allowance);
            int inFlight = bounds.inFlight(worker);
            trace.considered(
                    workers.get(worker),
                    inFlight / bound,
                    Map.of(
                            "inFlight",
                            (double) inFlight,
                            "bound",
                            bound,
                            "health",
                            bounds.health(worker),
                            "kept",
                            bounds.kept(worker),
                            "lot",
                            lot));
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
            return request.tried().isEmpty()
                    || !request.tried().contains(workers.get(worker).id());
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
