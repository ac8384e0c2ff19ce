package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Samples;
import dev.equipoise.bench.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A number of clients each of whom asks again as soon as it is answered. All of it happens on its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // timers that nobody cancels, and connections that have listeners
final class ClosedLoop implements Caller.Listener {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int OK = 200;
    private static final long AGAIN_MILLIS = 10;

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final ByteBuf request;
    private final long lengthNanos;
    private final CompletableFuture<Calls> result = new CompletableFuture<>();
    private final Samples samples = new Samples();
    private final Map<String, Integer> failures = new HashMap<>();
    private int answered;
    private int open;
    private long startNanos;

    private ClosedLoop(
            EventLoop loop, Transport transport, InetSocketAddress target, ByteBuf request, Duration length) {
        this.loop = loop;
        this.request = request;
        this.lengthNanos = length.toNanos();
        this.bootstrap = bootstrap(loop, transport, target, this);
    }

    static Bootstrap bootstrap(
            EventLoop loop, Transport transport, InetSocketAddress target, Caller.Listener listener) {
        return new Bootstrap()
                .group(loop)
                .channel(transport.clientChannel())
                .remoteAddress(target)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Caller(listener));
                    }
                });
    }

    /** Begins at once; the future is done when the time is over and every request was answered. */
    static CompletableFuture<Calls> run(
            EventLoop loop,
            Transport transport,
            InetSocketAddress target,
            int connections,
            ByteBuf request,
            Duration length) {
        ClosedLoop run = new ClosedLoop(loop, transport, target, request, length);
        loop.execute(() -> run.start(connections));
        return run.result;
    }

    private void start(int connections) {
        startNanos = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            open++;
            connect();
        }
    }

    private void connect() {
        bootstrap.connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                ask(connected.channel().pipeline().get(Caller.class));
            } else {
                failures.merge("not connected", 1, Integer::sum);
                orEnd(() -> loop.schedule(this::connect, AGAIN_MILLIS, TimeUnit.MILLISECONDS));
            }
        });
    }

    private void ask(Caller caller) {
        caller.tag = System.nanoTime();
        caller.send(request);
    }

    @Override
    public void answered(Caller caller, int status, boolean reusable) {
        samples.add(System.nanoTime() - caller.tag);
        if (status == OK) {
            answered++;
        } else {
            failures.merge("status " + status, 1, Integer::sum);
        }
        if (reusable && !isOver()) {
            ask(caller);
        } else if (reusable) {
            caller.close();
        }
    }

    @Override
    public void closed(Caller caller, boolean busy) {
        if (busy) {
            failures.merge("closed", 1, Integer::sum);
        }
        orEnd(this::connect);
    }

    private boolean isOver() {
        return System.nanoTime() - startNanos >= lengthNanos;
    }

    private void orEnd(Runnable again) {
        if (!isOver()) {
            again.run();
        } else if (--open == 0) {
            result.complete(new Calls(answered, samples.take(), failures, (System.nanoTime() - startNanos) / 1e9));
        }
    }
}
