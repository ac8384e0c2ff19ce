package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Tunnels;
import dev.equipoise.gateway.shutdown.LongLived;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * From the 101 on: bytes in both directions, as they are, with back-pressure. A WebSocket is closed with 1001 on both sides when the gateway or
 * its worker goes away.
 */
final class Tunnel implements LongLived.Guest {

    /** How long the sides of a WebSocket have to say that they closed, too. */
    private static final int PATIENCE_MILLIS = 1_000;

    private final ChannelHandlerContext client;
    private final @Nullable String worker;
    private final boolean webSocket;
    private final Relay clientEnd;
    private final Relay workerEnd;
    /** On the event loop alone. */
    private boolean parting;

    private Tunnel(
            ChannelHandlerContext client,
            @Nullable String worker,
            boolean webSocket,
            Runnable closed,
            LongLived guests) {
        this.client = client;
        this.worker = worker;
        this.webSocket = webSocket;
        this.clientEnd = new Relay(() -> {}, webSocket ? new Frames() : null, null);
        this.workerEnd = new Relay(
                () -> {
                    guests.ended(this);
                    closed.run();
                },
                webSocket ? new Frames() : null,
                webSocket ? allocator -> CloseFrame.forClient(allocator, CloseFrame.UNEXPECTED) : null);
    }

    /**
     * @param id of the worker; null if it is not known
     * @param closed told once, when it has ended
     */
    static void begin(
            ChannelHandlerContext client,
            HttpResponse head,
            Channel worker,
            @Nullable String id,
            Front front,
            Runnable closed) {
        String protocol = head.headers().get(HttpHeaderNames.UPGRADE);
        DefaultFullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, head.status());
        answer.headers().set(head.headers());
        answer.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
        answer.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        if (protocol != null) {
            answer.headers().set(HttpHeaderNames.UPGRADE, protocol);
        }
        client.writeAndFlush(answer, client.voidPromise());

        boolean webSocket = protocol != null && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(protocol);
        Tunnel tunnel = new Tunnel(client, id, webSocket, closed, front.longLived());
        front.longLived().begun(tunnel);
        tunnel.join(worker, front.tunnelIdleMillis());
    }

    private void join(Channel to, long idleMillis) {
        Relay.join(clientEnd, workerEnd);
        ChannelPipeline pipeline = client.pipeline();
        pipeline.addBefore(client.name(), null, new IdleStateHandler(0, 0, idleMillis, TimeUnit.MILLISECONDS));
        pipeline.addBefore(client.name(), null, clientEnd);
        to.pipeline().addLast(workerEnd);
        // What the codecs hold of the first bytes goes to the relays.
        pipeline.remove(NettyPipeline.HttpCodec);
        Tunnels.unwrap(to);
        clientEnd.read();
        workerEnd.read();
    }

    @Override
    public @Nullable String worker() {
        return worker;
    }

    /** A protocol that nobody here knows cannot be ended in good order: it goes on as long as it can. */
    @Override
    public void goAway() {
        if (webSocket) {
            client.executor().execute(this::part);
        }
    }

    private void part() {
        if (parting) {
            return;
        }
        parting = true;
        workerEnd.endWith(allocator -> CloseFrame.forClient(allocator, CloseFrame.GOING_AWAY));
        clientEnd.endWith(allocator -> CloseFrame.forWorker(allocator, CloseFrame.GOING_AWAY));
        var unused = client.executor()
                .schedule(
                        () -> {
                            clientEnd.close();
                            workerEnd.close();
                        },
                        PATIENCE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }
}
