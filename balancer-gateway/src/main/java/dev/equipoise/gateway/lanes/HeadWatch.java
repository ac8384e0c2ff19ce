package dev.equipoise.gateway.lanes;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notices a head that is begun and not ended in time. A task only for heads that did not come all at once. */
final class HeadWatch {

    private final EventExecutor loop;
    private final long longest;
    private final LongSupplier nanoTime;
    private final Runnable late;
    private boolean begun;
    private boolean watching;
    private long since;

    /** @param longest in nanoseconds, positive */
    HeadWatch(EventExecutor loop, long longest, LongSupplier nanoTime, Runnable late) {
        this.loop = loop;
        this.longest = longest;
        this.nanoTime = nanoTime;
        this.late = late;
    }

    /** A part of a head is there, and not all of it. */
    void begun() {
        if (!begun) {
            begun = true;
            since = nanoTime.getAsLong();
            if (!watching) {
                look(longest);
            }
        }
    }

    /** It is there, or nobody waits for it any more. */
    void ended() {
        begun = false;
    }

    private void look(long in) {
        watching = true;
        var unused = loop.schedule(this::check, in, TimeUnit.NANOSECONDS);
    }

    private void check() {
        watching = false;
        if (!begun) {
            return;
        }
        long left = since + longest - nanoTime.getAsLong();
        if (left > 0) {
            look(left);
        } else {
            begun = false;
            late.run();
        }
    }
}
