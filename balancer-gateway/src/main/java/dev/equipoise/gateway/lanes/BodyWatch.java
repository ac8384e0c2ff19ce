package dev.equipoise.gateway.lanes;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether bodies come at the least rate, on average since they began. Only time counts in which the gateway waited for the client: while it does not
 * read, because the worker cannot take more, the client may not send. One task for each connection at a time, and none while nothing is waited for.
 * On the event loop.
 */
final class BodyWatch {

    private final EventExecutor loop;
    private final Rate least;
    private final LongSupplier nanoTime;
    private final Runnable tooSlow;
    private boolean open;
    private boolean waiting;
    private boolean watching;
    private long bytes;
    /** In which the gateway waited, but for the time since it began to do so last. */
    private long waitedNanos;

    private long since;

    /**
     * @param bytesPerSecond 0 for any rate
     * @param graceNanos waited for which no rate is asked
     */
    record Rate(long bytesPerSecond, long graceNanos) {

        /** How long a body of which so much has come may have been waited for. */
        long nanosFor(long bytes) {
            double nanos = (double) bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
            return Math.max(graceNanos, (long) nanos);
        }
    }

    /** @param tooSlow run at most once for each body */
    BodyWatch(EventExecutor loop, Rate least, LongSupplier nanoTime, Runnable tooSlow) {
        this.loop = loop;
        this.least = least;
        this.nanoTime = nanoTime;
        this.tooSlow = tooSlow;
    }

    /** A body may follow. */
    void begin() {
        open = least.bytesPerSecond > 0;
        waiting = false;
        bytes = 0;
        waitedNanos = 0;
    }

    /** More is read, as soon as it comes. */
    void reads() {
        if (open && !waiting) {
            waiting = true;
            since = nanoTime.getAsLong();
            if (!watching) {
                look(left());
            }
        }
    }

    /** This much of the body has come. Until {@link #reads} no more is waited for. */
    void came(long more) {
        bytes += more;
        if (waiting) {
            waitedNanos += nanoTime.getAsLong() - since;
            waiting = false;
        }
    }

    /** All of it has come, or nobody is interested any more. */
    void end() {
        open = false;
        waiting = false;
    }

    /** What may still be waited, from {@link #since} on. */
    private long left() {
        return least.nanosFor(bytes) - waitedNanos;
    }

    /** At the latest in as long as the next body has at least, so that this task is in time for that one, too. */
    private void look(long nanos) {
        watching = true;
        var unused = loop.schedule(this::check, Math.min(nanos, least.graceNanos), TimeUnit.NANOSECONDS);
    }

    private void check() {
        watching = false;
        if (!waiting) {
            return;
        }
        long left = left() - (nanoTime.getAsLong() - since);
        if (left > 0) {
            look(left);
        } else {
            end();
            tooSlow.run();
        }
    }
}
