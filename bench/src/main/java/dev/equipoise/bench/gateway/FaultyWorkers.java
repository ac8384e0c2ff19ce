package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
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
import java.util.stream.IntStream;

/** Workers of one event loop that serve each request for a few milliseconds, one of whom may break. */
final class FaultyWorkers implements AutoCloseable {

    /** How the first worker breaks. */
    enum Fault {
        NONE("nothing breaks"),
        /** As a process that is stopped: connections are accepted, and nothing is ever answered. */
        HANG("one hangs"),
        /** Every request is answered 500 at once. */
        FAIL("one answers 500 at once"),
        /** As a process that was killed: connections are reset, and no more are accepted. */
        KILL("one is killed");

        private final String title;

        Fault(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static final int BACKLOG = 4_096;

    private final EventLoopGroup group;
    private final Transport transport;
    private final List<Integer> ports;
    private final List<ChannelGroup> connections = new ArrayList<>();
    private final List<Channel> listeners = new ArrayList<>();
    private volatile Fault fault = Fault.NONE;

    private FaultyWorkers(EventLoopGroup group, Transport transport, List<Integer> ports) {
        this.group = group;
        this.transport = transport;
        this.ports = ports;
    }

    static FaultyWorkers start(int workers, int firstPort, Transport transport) {
        List<Integer> ports =
                IntStream.range(firstPort, firstPort + workers).boxed().toList();
        FaultyWorkers all = new FaultyWorkers(transport.oneLoop("workers"), transport, ports);
        for (int i = 0; i < workers; i++) {
            all.connections.add(new DefaultChannelGroup(all.group.next()));
            all.listeners.add(all.listen(i));
        }
        return all;
    }

    List<Integer> ports() {
        return ports;
    }

    /** Whether this worker is broken, and how. */
    Fault faultOf(int worker) {
        return worker == 0 ? fault : Fault.NONE;
    }

    /** From now on the first worker is broken. */
    void breakFirst(Fault how) {
        fault = how;
        if (how == Fault.KILL) {
            listeners.get(0).close().awaitUninterruptibly();
            connections.get(0).forEach(channel -> channel.config().setOption(ChannelOption.SO_LINGER, 0));
            connections.get(0).close().awaitUninterruptibly();
        }
    }

    /** From now on nobody is. What hung is disconnected. */
    void mend() {
        Fault was = fault;
        fault = Fault.NONE;
        if (was == Fault.KILL) {
            listeners.set(0, listen(0));
        } else if (was == Fault.HANG) {
            connections.get(0).close().awaitUninterruptibly();
        }
    }

    private Channel listen(int worker) {
        Channel listener = new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.get(worker).add(channel);
                        channel.pipeline().addLast(new HttpServerCodec(), new FaultyHandler(() -> faultOf(worker)));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(worker)))
                .awaitUninterruptibly()
                .channel();
        if (!listener.isActive()) {
            throw new IllegalStateException("port " + ports.get(worker) + " is taken; choose others with --port");
        }
        return listener;
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
