package dev.equipoise.gateway.forward;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Where the links of one event loop to one worker lead, and how many there may be.
 *
 * @param bootstrap of the event loop
 * @param pace of new connections for those whose clients are not done
 * @param open what all loops have of this worker at the moment: connections of HTTP/1.1 and streams of HTTP/2
 */
record WorkerTarget(
        Bootstrap bootstrap,
        Pace pace,
        WorkerAddress address,
        AtomicInteger open,
        LinkSettings settings,
        LongSupplier nanoTime) {

    /** One more, unless there are as many as may be. Each that entered {@linkplain #leave() leaves} once. */
    boolean enter() {
        if (open.incrementAndGet() > settings.most()) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        open.decrementAndGet();
    }

    /**
     * @param patient whether others may go before
     * @param done told of the connection, or why there is none
     */
    void connect(ChannelHandler handler, boolean patient, ChannelFutureListener done) {
        if (patient) {
            pace.begin(() -> connect(handler, done));
        } else {
            connect(handler, done);
        }
    }

    private void connect(ChannelHandler handler, ChannelFutureListener done) {
        bootstrap.clone().handler(handler).connect(address.socketAddress()).addListener(done);
    }

    /** @param protocols to ask for over TLS */
    void secure(Channel channel, String... protocols) {
        address.secure(channel, protocols);
    }

    long keepIdleNanos() {
        return settings.keepIdle().toNanos();
    }

    long now() {
        return nanoTime.getAsLong();
    }
}
