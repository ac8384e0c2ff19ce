package dev.equipoise.gateway.forward;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits on one event loop. The loop looks through all of it again and again, as long as there is any: a scheduled task
 * for each would cost each request more than the look does. Deadlines are late by up to the time between two looks.
 */
final class Deadlines {

    /** Of what may be late by a little. */
    static final int RESOLUTION_MILLIS = 50;

    /** Of what must not. */
    static final int SOON_MILLIS = 5;

    private final EventExecutor loop;
    private final LongSupplier nanoTime;
    private final int resolutionMillis;
    private @Nullable Timed first;
    private @Nullable Timed next;
    private boolean looking;

    /** @param resolutionMillis between two looks */
    Deadlines(EventExecutor loop, LongSupplier nanoTime, int resolutionMillis) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.resolutionMillis = resolutionMillis;
    }

    /** On the event loop, later; from any thread. */
    void execute(Runnable what) {
        loop.execute(what);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void add(Timed timed) {
        timed.after = first;
        timed.before = null;
        if (first != null) {
            first.before = timed;
        }
        first = timed;
        if (!looking) {
            looking = true;
            var unused = loop.schedule(this::look, resolutionMillis, TimeUnit.MILLISECONDS);
        }
    }

    void remove(Timed timed) {
        if (timed == next) {
            next = timed.after;
        }
        if (timed.before != null) {
            timed.before.after = timed.after;
        } else if (first == timed) {
            first = timed.after;
        }
        if (timed.after != null) {
            timed.after.before = timed.before;
        }
        timed.before = null;
        timed.after = null;
    }

    private void look() {
        expire();
        looking = first != null;
        if (looking && !loop.isShuttingDown()) {
            var unused = loop.schedule(this::look, resolutionMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** Whatever expires may take itself or others out. */
    void expire() {
        long now = now();
        for (Timed timed = first; timed != null; timed = next) {
            next = timed.after;
            if (timed.deadline != Timed.NEVER && timed.deadline - now <= 0) {
                timed.deadline = Timed.NEVER;
                timed.expired();
            }
        }
        next = null;
    }
}
