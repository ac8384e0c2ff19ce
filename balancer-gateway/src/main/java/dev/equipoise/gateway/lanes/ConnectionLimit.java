package dev.equipoise.gateway.lanes;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/** How many clients may be connected at a time. Any thread. */
final class ConnectionLimit {

    private final int most;
    private final Runnable refused;
    private final AtomicInteger open = new AtomicInteger();

    /** @param refused told of each connection too many */
    ConnectionLimit(int most, Runnable refused) {
        this.most = most;
        this.refused = refused;
    }

    /** Counts a connection until it is closed. @return false for one too many, which is to be closed */
    boolean admits(Channel connection) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            refused.run();
            return false;
        }
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        return true;
    }

    int open() {
        return open.get();
    }
}
