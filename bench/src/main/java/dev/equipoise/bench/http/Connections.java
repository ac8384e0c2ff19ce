package dev.equipoise.bench.http;

import dev.equipoise.bench.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A few keep-alive connections to one server, each with at most one request on it; what finds none free waits in line.
 * Everything but {@link #open} and {@link #close} happens on the event loop, which is one thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // timers that nobody cancels, and connections that have listeners
public final class Connections implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_WAITING = 100_000;
    private static final long PATROL_MILLIS = 250;

    private final EventLoopGroup group;
    private final Bootstrap bootstrap;
    private final String host;
    private final int most;
    private final long patienceNanos;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> busy = new HashSet<>();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private int open;

    private Connections(
            EventLoopGroup group, Transport transport, InetSocketAddress target, int most, Duration patience) {
        this.group = group;
        this.host = target.getHostString() + ":" + target.getPort();
        this.most = most;
        this.patienceNanos = patience.toNanos();
        this.bootstrap = new Bootstrap()
                .group(group)
                .channel(transport.clientChannel())
                .remoteAddress(target)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_BODY));
                    }
                });
    }

    /**
     * @param most connections at a time; opened when they are needed
     * @param patience after which a request is given up, counted from {@link #send}
     */
    public static Connections open(Transport transport, InetSocketAddress target, int most, Duration patience) {
        Connections connections = new Connections(transport.oneLoop("connections"), transport, target, most, patience);
        connections.loop().execute(connections::patrol);
        return connections;
    }

    /** The one thread of this. */
    public EventLoop loop() {
        return group.next();
    }

    /** Tells {@code listener} once what became of it. */
    public void send(Message message, Consumer<Answer> listener) {
        Exchange exchange = new Exchange(message, listener, System.nanoTime() + patienceNanos);
        if (waiting.size() >= MAX_WAITING) {
            exchange.end(Answer.none("line full"));
            return;
        }
        waiting.add(exchange);
        sendWaiting();
    }

    private void sendWaiting() {
        while (!waiting.isEmpty() && (!idle.isEmpty() || open < most)) {
            Exchange exchange = waiting.remove();
            Connection connection = idle.pollLast();
            if (connection != null) {
                sendOn(connection, exchange);
            } else {
                connect(exchange);
            }
        }
    }

    private void connect(Exchange exchange) {
        open++;
        bootstrap.connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                Connection fresh = new Connection(this, host);
                connected.channel().pipeline().addLast(fresh);
                sendOn(fresh, exchange);
            } else {
                open--;
                exchange.end(Answer.none("not connected"));
                sendWaiting();
            }
        });
    }

    private void sendOn(Connection connection, Exchange exchange) {
        busy.add(connection);
        connection.send(exchange);
    }

    /** The answer has come, or none will; {@code reusable} if another request may be sent. */
    void free(Connection connection, boolean reusable) {
        busy.remove(connection);
        if (reusable) {
            idle.addLast(connection);
        }
        sendWaiting();
    }

    void closed(Connection connection) {
        open--;
        idle.remove(connection);
        busy.remove(connection);
        sendWaiting();
    }

    /** Gives up what takes too long. */
    private void patrol() {
        long now = System.nanoTime();
        for (Connection connection : List.copyOf(busy)) {
            if (connection.isLate(now)) {
                connection.giveUp();
            }
        }
        while (!waiting.isEmpty() && waiting.peek().isLate(now)) {
            waiting.remove().end(Answer.none("timed out"));
        }
        if (!group.isShuttingDown()) {
            loop().schedule(this::patrol, PATROL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
