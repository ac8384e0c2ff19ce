package dev.equipoise.reputation.owner;

import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Eviction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the fleet, and whether so many are lost at once that it cannot be their fault (F-STE1): those whose lease ended
 * within the last minute and those in doubt are more than {@link Eviction} lets expire. One thread.
 */
final class FleetView {

    /** How long a loss counts, and how long one of many is excused. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<String, Worker> members = new HashMap<>();
    private final Deque<Long> expired = new ArrayDeque<>();
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

    /** A lease ended. */
    void expired(long at) {
        expired.add(at);
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
        while (!expired.isEmpty() && expired.element() <= now - WINDOW.toMillis()) {
            expired.remove();
        }
        int doubted = (int) members.values().stream()
                .filter(worker -> worker.status() == WorkerStatus.SUSPECT)
                .count();
        if (Eviction.isMass(doubted + expired.size(), members.size() + expired.size())) {
            massAt = now;
        }
    }

    /** Whether so many were lost at about {@code at} that nobody is to blame. */
    boolean wasMass(long at) {
        return massAt >= at - WINDOW.toMillis() && massAt <= at + WINDOW.toMillis();
    }
}
