package dev.equipoise.core.membership;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All workers at one moment. Immutable; a change is a new fleet with a higher version.
 *
 * @param version grows with every change seen by the one who holds the fleet
 * @param workers sorted by id, ids unique
 */
public record Fleet(long version, List<Worker> workers) {

    private static final Comparator<Worker> BY_ID = Comparator.comparing(Worker::id);

    /** No worker, version 0: where every follower starts. */
    public static final Fleet EMPTY = new Fleet(0, List.of());

    /** @throws IllegalArgumentException if two workers have the same id */
    public Fleet {
        workers = workers.stream().sorted(BY_ID).toList();
        Set<String> ids = new HashSet<>();
        for (Worker worker : workers) {
            if (!ids.add(worker.id())) {
                throw new IllegalArgumentException("two workers with the id " + worker.id());
            }
        }
    }

    public static Fleet of(long version, Collection<Worker> workers) {
        return new Fleet(version, List.copyOf(workers));
    }

    /** The workers that serve {@code service}, in a fleet of the same version. */
    public Fleet serving(String service) {
        return matching(worker -> worker.services().contains(service));
    }

    /** The workers that meet {@code condition}, in a fleet of the same version. */
    public Fleet matching(Predicate<Worker> condition) {
        return new Fleet(version, workers.stream().filter(condition).toList());
    }

    /** The worker with this id, or null. O(log n). */
    public @Nullable Worker find(String id) {
        int low = 0;
        int high = workers.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = workers.get(middle).id().compareTo(id);
            if (order == 0) {
                return workers.get(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    public int size() {
        return workers.size();
    }

    public boolean isEmpty() {
        return workers.isEmpty();
    }
}
