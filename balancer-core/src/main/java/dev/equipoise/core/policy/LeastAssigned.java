package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A priority queue on the tasks given so far, by weight: the worker with the least assigned ÷ weight is next, and of
 * several such the one registered first. When to use it: tasks of equal cost that are to be dealt out evenly in total,
 * retries included, whenever they end.
 *
 * <p>Counts survive refreshes. A newcomer starts where the worker with the least stands, so that it gets its turn and
 * not all turns until it has caught up; a worker whose weight changes stays at its place in the queue.
 *
 * <p>Example: A, B and C have had 3, 2 and 2 tasks: next are B and C, then A. D joins at 3 each: A, B, C, D.
 *
 * <p>Lock-free and exact: counts only ever grow, so a worker found to have the least still has it if its own count is
 * unchanged when it is raised. Looks at every worker: O(n), meant for fleets of hundreds rather than thousands.
 */
final class LeastAssigned implements LoadBalancingPolicy {

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        Map<String, Place> before = previous instanceof Queue queue ? queue.byId() : Map.of();
        double least = fleet.workers().stream()
                .map(worker -> before.get(worker.id()))
                .filter(Objects::nonNull)
                .mapToDouble(Place::level)
                .min()
                .orElse(0);
        return new Queue(fleet.workers().stream()
                .sorted(RoundRobin.BY_REGISTRATION)
                .map(worker -> placeOf(worker, before.get(worker.id()), least))
                .toArray(Place[]::new));
    }

    private static Place placeOf(Worker worker, @Nullable Place before, double least) {
        if (before != null && before.worker.weight() == worker.weight()) {
            // The same counter: what the previous picker still gives away counts too.
            return new Place(worker, before.assigned);
        }
        double level = before == null ? least : before.level();
        return new Place(worker, new AtomicLong(Math.round(level * worker.weight())));
    }

    private record Place(Worker worker, AtomicLong assigned) {

        double level() {
            return assigned.get() / worker.weight();
        }
    }

    /** The places in the order of registration; any thread raises a count. */
    private record Queue(Place[] places) implements Picker {

        Map<String, Place> byId() {
            return Arrays.stream(places).collect(Collectors.toMap(place -> place.worker.id(), Function.identity()));
        }

        @Override
        public @Nullable Worker pick(PickRequest request) {
            if (request.trace() != null) {
                note(request, request.trace());
            }
            while (true) {
                Place first = null;
                double least = Double.POSITIVE_INFINITY;
                long assigned = 0;
                for (Place place : places) {
                    long count = place.assigned.get();
                    double level = count / place.worker.weight();
                    if (level < least && !request.tried().contains(place.worker.id())) {
                        first = place;
                        least = level;
                        assigned = count;
                    }
                }
                if (first == null) {
                    return null;
                }
                if (first.assigned.compareAndSet(assigned, assigned + 1)) {
                    return first.worker;
                }
            }
        }

        private void note(PickRequest request, PickTrace trace) {
            for (Place place : places) {
                if (!request.tried().contains(place.worker.id())) {
                    trace.considered(
                            place.worker,
                            place.level(),
                            Map.of("assigned", (double) place.assigned.get(), "weight", place.worker.weight()));
                }
            }
        }
    }
}
