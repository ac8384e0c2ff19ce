package dev.equipoise.core.reputation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fake of the ownership: one lock, a clock moved by hand. */
public final class InMemoryOwnership implements Ownership {

    private Instant now;
    private @Nullable String owner;
    private Instant ends;

    public InMemoryOwnership(Instant now) {
        this.now = now;
        this.ends = now;
    }

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public synchronized boolean hold(String replica, Duration term) {
        if (owner != null && ends.isAfter(now) && !owner.equals(replica)) {
            return false;
        }
        owner = replica;
        ends = now.plus(term);
        return true;
    }

    @Override
    public synchronized void release(String replica) {
        if (replica.equals(owner)) {
            owner = null;
        }
    }
}
