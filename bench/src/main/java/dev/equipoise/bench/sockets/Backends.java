package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The fleet: a listener for each worker, all of them on one event loop. */
final class Backends implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final List<SlotQueue> queues = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final ChannelGroup connections;
    private final List<Channel> listeners = new ArrayList<>();

    private Backends(EventLoopGroup group) {
        this.group = group;
        this.loop = group.next();
        this.connections = new DefaultChannelGroup(loop);
    }

    /**
     * Listens on loopback, worker i on port {@code firstPort} + i, or on any free port if that is 0.
     *
     * @throws IllegalStateException if a port is taken
     */
    static Backends start(Transport transport, FleetShape shape, int firstPort) {
        Backends backends = new Backends(transport.oneLoop("backends"));
        try {
            for (int i = 0; i < shape.workers(); i++) {
                backends.ports.add(backends.listen(transport, shape, i, firstPort == 0 ? 0 : firstPort + i));
            }
        } catch (RuntimeException e) {
            backends.close();
            throw e;
        }
        return backends;
    }

    private int listen(Transport transport, FleetShape shape, int worker, int port) {
        SlotQueue queue = new SlotQueue(shape.slots(), shape.slownessOf(worker), this::later);
        queues.add(queue);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new HttpServerCodec(), new BackendHandler(worker, queue));
                    }
                });
        Channel listener = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .awaitUninterruptibly()
                .channel();
        if (!listener.isActive()) {
            throw new IllegalStateException("port " + port + " is taken; choose others with --port");
        }
        listeners.add(listener);
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody cancels it
    private void later(long nanos, Runnable task) {
        loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Where each worker listens. */
    List<Integer> ports() {
        return List.copyOf(ports);
    }

    /** Requests in slots and in line, of all workers. Not to be called on the event loop. */
    int pending() {
        return loop.submit(() -> queues.stream().mapToInt(SlotQueue::pending).sum())
                .awaitUninterruptibly()
                .getNow();
    }

    /** Closes every connection; whoever waits in line behind one is served no more. */
    void disconnect() {
        connections.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        // An event loop that ends does not always close what listens on it.
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
