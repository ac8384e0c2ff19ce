package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.netty.resources.LoopResources;

/**
 * Knocks at the workers that refused a connection, twice a second, a bounded number at a time: an accepted connection is
 * the proof that brings them back. Requests are never the probe. It connects as requests do, on an event loop of theirs: there is no second set of
 * threads, and a worker is looked for where requests would find it.
 */
public final class RefusalProbe implements SmartLifecycle {

    private static final int INTERVAL_MILLIS = 500;
    private static final int CONNECT_MILLIS = 1000;
    private static final int AT_ONCE = 32;

    /** Nothing is said over these connections. */
    @ChannelHandler.Sharable
    private static final class Silence extends ChannelInboundHandlerAdapter {}

    private final ServiceBalancers balancers;
    private final Consumer<Worker> refusing;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    /** Who is still to be knocked at in this round; on the event loop only, as the count. */
    private final Queue<Worker> waiting = new ArrayDeque<>();

    private int knocking;
    private volatile @Nullable Future<?> rounds;

    /**
     * @param refusing told of each worker that refused once more; must not block
     * @param loops those of the requests
     * @param resolver must not block
     */
    public RefusalProbe(
            ServiceBalancers balancers,
            Consumer<Worker> refusing,
            LoopResources loops,
            AddressResolverGroup<InetSocketAddress> resolver) {
        this.balancers = balancers;
        this.refusing = refusing;
        EventLoopGroup group = loops.onServer(LoopResources.DEFAULT_NATIVE);
        this.loop = group.next();
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(() -> loops.onChannel(SocketChannel.class, group))
                .resolver(resolver)
                .handler(new Silence())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    }

    @Override
    public void start() {
        rounds = loop.scheduleWithFixedDelay(this::round, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The next one begins when this one is over. */
    private void round() {
        if (knocking == 0 && waiting.isEmpty()) {
            waiting.addAll(balancers.refused());
            for (int i = 0; i < AT_ONCE; i++) {
                knock();
            }
        }
    }

    /** At the next one. */
    private void knock() {
        Worker worker = waiting.poll();
        if (worker == null) {
            return;
        }
        knocking++;
        ChannelFuture opened = bootstrap.connect(WorkerAddress.of(worker.uri()));
        opened.addListener(done -> {
            knocking--;
            if (done.isSuccess()) {
                opened.channel().close();
                balancers.acceptedBy(worker);
            } else {
                refusing.accept(worker);
            }
            knock();
        });
    }

    @Override
    public void stop() {
        Future<?> running = rounds;
        rounds = null;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }
}
