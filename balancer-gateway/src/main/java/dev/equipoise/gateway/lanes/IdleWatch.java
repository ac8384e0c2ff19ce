package dev.equipoise.gateway.lanes;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Closes a connection that waits for its next request for too long. One task for each connection, and not one for each request. */
final class IdleWatch {

    private final Channel channel;
    private final long longest;
    private final LongSupplier nanoTime;
    private final BooleanSupplier isIdle;
    private boolean watching;
    private long since;

    /** @param longest in nanoseconds; 0 for any time */
    IdleWatch(Channel channel, long longest, LongSupplier nanoTime, BooleanSupplier isIdle) {
        this.channel = channel;
        this.longest = longest;
        this.nanoTime = nanoTime;
        this.isIdle = isIdle;
    }

    /** From now on it waits. */
    void begin() {
        if (longest <= 0) {
            return;
        }
        since = nanoTime.getAsLong();
        if (!watching) {
            look(longest);
        }
    }

    private void look(long in) {
        watching = true;
        var unused = channel.eventLoop().schedule(this::check, in, TimeUnit.NANOSECONDS);
    }

    private void check() {
        watching = false;
        if (!isIdle.getAsBoolean() || !channel.isActive()) {
            return;
        }
        long left = since + longest - nanoTime.getAsLong();
        if (left > 0) {
            look(left);
        } else {
            channel.close();
        }
    }
}
