package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Transport;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends the requests of a schedule when they are due, whether or not earlier ones have been answered: an open loop. A
 * balancer that is slow does not get fewer requests, and the time a request waits to be sent counts.
 */
final class Generator implements AutoCloseable {

    private final Transport transport;
    private final EventLoopGroup group;

    Generator(Transport transport) {
        this.transport = transport;
        this.group = transport.oneLoop("generator");
    }

    /**
     * Begins at once, on a thread of its own. The future is done when every request was answered or given up.
     *
     * @param patience nominal time after which a request is given up
     */
    CompletableFuture<Sent> send(Schedule schedule, InetSocketAddress target, TimeScale scale, Duration patience) {
        OpenLoop run = new OpenLoop(group.next(), transport, target, schedule, scale, patience.toNanos());
        group.execute(run::start);
        return run.result();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
