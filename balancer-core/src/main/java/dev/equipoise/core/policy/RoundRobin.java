package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Strict order of registration: workers 1 2 3 answer 1 2 3 1 2 3. Weights and load play no part. When the fleet changes,
 * the order goes on behind the worker served last, whether that one is still there or not. When to use it: equal workers,
 * requests of about equal cost, and an order that can be foretold.
 */
final class RoundRobin implements LoadBalancingPolicy {

    static final Comparator<Worker> BY_REGISTRATION =
            Comparator.comparingLong(Worker::sequence).thenComparing(Worker::id);

    @Override
    public Thinning thinning() {
        return Thinning.BY_CHANCE;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        List<Worker> order = fleet.workers().stream().sorted(BY_REGISTRATION).toList();
        return new Turns(order, previous instanceof Turns turns ? turns.servedLast() : null);
    }

    /** An immutable order and a cursor in it. */
    private static final class Turns implements Picker {

        private final Worker[] order;
        private final @Nullable Worker servedBefore;
        private final long start;
        private final AtomicLong turn;

        Turns(List<Worker> order, @Nullable Worker servedBefore) {
            this.order = order.toArray(new Worker[0]);
            this.servedBefore = servedBefore;
            this.start = indexBehind(servedBefore);
            this.turn = new AtomicLong(start);
        }

        private int indexBehind(@Nullable Worker served) {
            for (int i = 0; served != null && i < order.length; i++) {
                if (BY_REGISTRATION.compare(order[i], served) > 0) {
                    return i;
                }
            }
            return 0;
        }

        @Nullable
        Worker servedLast() {
            long next = turn.get();
            return next == start ? servedBefore : order[(int) ((next - 1) % order.length)];
        }

        @Override
        public @Nullable Worker pick(PickRequest request) {
            // Every turn goes to somebody: a worker that is passed over because it was tried has had its turn.
            for (int i = 0; i < order.length; i++) {
                Worker worker = order[(int) (turn.getAndIncrement() % order.length)];
                if (!request.tried().contains(worker.id())) {
                    return worker;
                }
            }
            // Other threads took turns in between, so a worker may have been missed above.
            for (Worker worker : order) {
                if (!request.tried().contains(worker.id())) {
                    return worker;
                }
            }
            return null;
        }
    }
}
