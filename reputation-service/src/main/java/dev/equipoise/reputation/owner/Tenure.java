package dev.equipoise.reputation.owner;

import dev.equipoise.core.reputation.Ownership;
import java.time.Duration;
import java.time.InstantSource;

/** Whether this replica owns the log of facts. One thread. */
final class Tenure {

    static final Duration TERM = Duration.ofSeconds(10);
    private static final Duration RENEWAL = Duration.ofSeconds(2);

    private final Ownership ownership;
    private final String replica;
    private final InstantSource clock;
    private boolean held;
    private long askedAt = Long.MIN_VALUE;

    Tenure(Ownership ownership, String replica, InstantSource clock) {
        this.ownership = ownership;
        this.replica = replica;
        this.clock = clock;
    }

    /** Asks the store, unless it said so a moment ago. */
    boolean isHeld() {
        long now = clock.millis();
        if (askedAt == Long.MIN_VALUE || now - askedAt >= RENEWAL.toMillis() || now < askedAt) {
            held = false;
            held = ownership.hold(replica, TERM);
            askedAt = now;
        }
        return held;
    }

    /** The next question goes to the store. */
    void doubt() {
        askedAt = Long.MIN_VALUE;
    }

    void release() {
        if (held) {
            held = false;
            ownership.release(replica);
        }
        doubt();
    }
}
