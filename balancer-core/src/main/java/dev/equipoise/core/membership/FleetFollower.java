package dev.equipoise.core.membership;

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
 * for {@link #HOLD} (promise R8 of the design).
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
    private @Nullable Snapshot base;
    private String position = "";
    private long logVersion;
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
        Snapshot start = base;
        boolean changed = start == null ? resync() : follow(start, wait);
        if (releaseHeld() || changed) {
            publish();
        }
    }

    private boolean follow(Snapshot start, Duration wait) {
        List<Change> changes = log.after(position, wait);
        if (changes.isEmpty() && !log.incarnation().equals(start.incarnation())) {
            return resync();
        }
        for (Change change : changes) {
            if (change.version() != logVersion + 1) {
                return resync();
            }
            apply(change);
        }
        return !changes.isEmpty();
    }

    private void apply(Change change) {
        logVersion = change.version();
        position = change.position();
        held.remove(change.workerId());
        if (change.worker() == null) {
            known.remove(change.workerId());
        } else {
            known.put(change.workerId(), change.worker());
        }
    }

    private boolean resync() {
        Snapshot snapshot = log.snapshot();
        if (base != null && !base.incarnation().equals(snapshot.incarnation())) {
            held.putAll(known);
            heldQuorum = (held.size() * QUORUM_PERCENT + 99) / 100;
            holdEnds = clock.instant().plus(HOLD);
        }
        base = snapshot;
        position = snapshot.position();
        logVersion = snapshot.version();
        known.clear();
        for (Worker worker : snapshot.workers()) {
            known.put(worker.id(), worker);
            held.remove(worker.id());
        }
        return true;
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
