package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Tunnels;
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
import reactor.netty.NettyPipeline;

/** From the 101 on: bytes in both directions, as they are, with back-pressure. */
final class Tunnel {

    private Tunnel() {}

    /** @param closed told once, when it has ended */
    static void begin(
            ChannelHandlerContext client, HttpResponse head, Channel worker, long idleMillis, Runnable closed) {
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

        Relay clientEnd = new Relay(() -> {});
        Relay workerEnd = new Relay(closed);
        Relay.join(clientEnd, workerEnd);
        ChannelPipeline pipeline = client.pipeline();
        pipeline.addBefore(client.name(), null, new IdleStateHandler(0, 0, idleMillis, TimeUnit.MILLISECONDS));
        pipeline.addBefore(client.name(), null, clientEnd);
        worker.pipeline().addLast(workerEnd);
        // What the codecs hold of the first bytes goes to the relays.
        pipeline.remove(NettyPipeline.HttpCodec);
        Tunnels.unwrap(worker);
        clientEnd.read();
        workerEnd.read();
    }
}
