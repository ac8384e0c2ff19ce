package dev.equipoise.gateway.lanes;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a connection is waited for: something begins, and is over in time or does something else. One task for each connection at a time, and not one for
 * each beginning. On the event loop.
 */
final class Watchdog {

    private final EventExecutor loop;
    private final long longest;
    private final LongSupplier nanoTime;
    private final Runnable exhausted;
    private boolean waiting;
    private boolean watching;
    private long since;

    /**
     * @param longest in nanoseconds; 0 for any time
     * @param exhausted run once for each beginning that was not over in time
     */
    Watchdog(EventExecutor loop, long longest, LongSupplier nanoTime, Runnable exhausted) {
        this.loop = loop;
        this.longest = longest;
        this.nanoTime = nanoTime;
        this.exhausted = exhausted;
    }

    /** From now on it is waited for, unless that is so already. */
    void begin() {
        if (longest <= 0 || waiting) {
            return;
        }
        waiting = true;
        since = nanoTime.getAsLong();
        if (!watching) {
            look(longest);
        }
    }

    /** It is there, or nobody waits for it any more. */
    void end() {
        waiting = false;
    }

    private void look(long in) {
        watching = true;
        var unused = loop.schedule(this::check, in, TimeUnit.NANOSECONDS);
    }

    private void check() {
        watching = false;
        if (!waiting) {
            return;
        }
        long left = since + longest - nanoTime.getAsLong();
        if (left > 0) {
            look(left);
        } else {
            waiting = false;
            exhausted.run();
        }
    }
}
