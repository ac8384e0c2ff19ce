package dev.equipoise.core.membership;

import dev.equipoise.core.membership.ChangeLog.Head;
import dev.equipoise.core.membership.ChangeLog.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a copy of the fleet up to date: takes a snapshot, follows the change log behind it, takes a new snapshot when a
 * change is missing. Its fleet outlives the store: while the store is away nothing changes, and when the store comes back
 * without its memory, the workers known before stay until {@value #QUORUM_PERCENT} % as many have registered again, or
 * for {@link #HOLD} (promise R8 of the design). When a fail-over took back the last changes, each worker that is missing
 * stays until it has registered again, or for {@link #HOLD}.
 *
 * <p>All methods are called by one thread, which owns the state; the listener is called by that thread.
 */
public final class FleetFollower {

    /** How long workers are held that a store without memory does not know. */
    public static final Duration HOLD = Duration.ofSeconds(60);

    private static final int QUORUM_PERCENT = 85;

    private final ChangeLog log;
    private final InstantSource clock;
    private final Consumer<Fleet> listener;

    private final Map<String, Worker> known = new HashMap<>();
    private final Map<String, Worker> held = new HashMap<>();
    private int heldQuorum;
    private Instant holdEnds = Instant.MIN;
    /** Where this follower stands in the log; null before the first snapshot. */
    private @Nullable Head here;
    /** Set while the store has not answered the last question: who answers next may be a replica that took over. */
    private boolean wasAway;

    private long fleetVersion;

    public FleetFollower(ChangeLog log, InstantSource clock, Consumer<Fleet> listener) {
        this.log = log;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * One step: catches up with the log, waiting up to {@code wait} for something to happen, and tells the listener if
     * the fleet changed.
     *
     * @throws StoreUnavailableException if the store is away; the fleet stays as it is
     */
    public void advance(Duration wait) {
        Head start = here;
        boolean away = wasAway;
        wasAway = true;
        boolean changed = start == null || (away && !log.head().equals(start)) ? resync(false) : follow(start, wait);
        wasAway = false;
        if (releaseHeld() || changed) {
            publish();
        }
    }

    private boolean follow(Head start, Duration wait) {
        List<Change> changes = log.after(start.position(), wait);
        if (changes.isEmpty()) {
            return !log.head().equals(start) && resync(false);
        }
        long version = start.version();
        for (Change change : changes) {
            if (change.version() != version + 1) {
                return resync(change.version() <= version);
            }
            apply(change);
            version = change.version();
            here = new Head(start.incarnation(), version, change.position());
        }
        return true;
    }

    private void apply(Change change) {
        held.remove(change.workerId());
        if (change.worker() == null) {
            known.remove(change.workerId());
        } else {
            known.put(change.workerId(), change.worker());
        }
    }

    /** @param rewritten whether the log is known to hold other changes than those followed */
    private boolean resync(boolean rewritten) {
        Snapshot snapshot = log.snapshot();
        Head before = here;
        if (before != null) {
            holdKnown(before, snapshot.head(), rewritten);
        }
        here = snapshot.head();
        known.clear();
        for (Worker worker : snapshot.workers()) {
            known.put(worker.id(), worker);
            held.remove(worker.id());
        }
        return true;
    }

    private void holdKnown(Head before, Head now, boolean rewritten) {
        if (!now.incarnation().equals(before.incarnation())) {
            held.putAll(known);
            heldQuorum = (held.size() * QUORUM_PERCENT + 99) / 100;
        } else if (rewritten || tookBack(before, now)) {
            held.putAll(known);
            // Few are missing, so that those that are not would be a quorum at once.
            heldQuorum = Integer.MAX_VALUE;
        } else {
            return;
        }
        holdEnds = clock.instant().plus(HOLD);
    }

    private static boolean tookBack(Head before, Head now) {
        return now.version() < before.version()
                || (now.version() == before.version() && !now.position().equals(before.position()));
    }

    private boolean releaseHeld() {
        if (held.isEmpty() || (known.size() < heldQuorum && clock.instant().isBefore(holdEnds))) {
            return false;
        }
        held.clear();
        return true;
    }

    private void publish() {
        Map<String, Worker> all = new HashMap<>(held);
        all.putAll(known);
        listener.accept(Fleet.of(++fleetVersion, all.values()));
    }
}
