package dev.equipoise.reputation.owner;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Eviction;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the fleet, and whether so many are lost at once that it cannot be their fault (F-STE1): those whose lease ended
 * within the last minute and those in doubt are more than {@link Eviction} lets expire. One thread.
 */
final class FleetView {

    /** How long a loss counts, and how long one of many is excused. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<String, Worker> members = new HashMap<>();
    /** When the lease of a worker last ended. Each counts once: one that crashes again and again is no mass. */
    private final Map<String, Long> expired = new HashMap<>();

    private long massAt;

    void replace(List<Worker> workers) {
        members.clear();
        workers.forEach(worker -> members.put(worker.id(), worker));
    }

    void apply(Change change) {
        Worker worker = change.worker();
        if (worker == null) {
            members.remove(change.workerId());
        } else {
            members.put(worker.id(), worker);
        }
    }

    /** The lease of this worker ended. */
    void expired(String worker, long at) {
        expired.put(worker, at);
    }

    Collection<Worker> members() {
        return members.values();
    }

    @Nullable
    Worker member(String id) {
        return members.get(id);
    }

    /** Looks how many are lost now. */
    void look(long now) {
        expired.values().removeIf(at -> at <= now - WINDOW.toMillis());
        Set<String> all = new HashSet<>(members.keySet());
        all.addAll(expired.keySet());
        Set<String> lost = new HashSet<>(expired.keySet());
        for (Worker worker : members.values()) {
            if (worker.status() == WorkerStatus.SUSPECT) {
                lost.add(worker.id());
            }
        }
        if (Eviction.isMass(lost.size(), all.size())) {
            massAt = now;
        }
    }

    /** Whether so many were lost at about {@code at} that nobody is to blame. */
    boolean wasMass(long at) {
        return massAt >= at - WINDOW.toMillis() && massAt <= at + WINDOW.toMillis();
    }
}
