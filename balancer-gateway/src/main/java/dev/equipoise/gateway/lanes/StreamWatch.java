package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.CarriedRequest;
import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forwarded.Hop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Right behind the codec of one stream of HTTP/2: when its request began and how its answer ended, for the log, the meters and the trace, as the front
 * has it of HTTP/1.1. On the event loop of its connection.
 */
final class StreamWatch extends ChannelDuplexHandler implements CarriedRequest {

    private static final HttpVersion HTTP_2 = new HttpVersion("HTTP", 2, 0, true);

    private final Front front;
    private final Forwarder.Loop loop;
    private final SpringTurn turn;
    private final @Nullable String client;
    private boolean over;

    private StreamWatch(Front front, Forwarder.Loop loop, SpringTurn turn, @Nullable String client) {
        this.front = front;
        this.loop = loop;
        this.turn = turn;
        this.client = client;
    }

    /** A request has come by this channel, and nobody has seen it yet. */
    static void begin(Front front, Channel channel, HttpServerRequest request) {
        if (!(channel instanceof Http2StreamChannel stream)
                || channel.pipeline().get(NettyPipeline.H2ToHttp11Codec) == null) {
            return;
        }
        if (front.drain().isDraining()) {
            Http2Connection.announceAt(stream.parent());
        }
        // Its headers are those the framework will see.
        HttpRequest head = new DefaultHttpRequest(HTTP_2, request.method(), request.uri(), request.requestHeaders());
        RequestLine line = new RequestLine(head);
        Hop hop = Hop.of(channel);
        Forwarder.Loop loop = front.forwarder().loopOf(stream.parent());
        SpringTurn turn = new SpringTurn(
                head,
                line.path(),
                front.table().get().choose(line).route(),
                loop.nanoTime(),
                front.begin(channel, head, line.path(), hop));
        StreamWatch watch = new StreamWatch(front, loop, turn, hop == null ? null : hop.peerText());
        channel.pipeline().addAfter(NettyPipeline.H2ToHttp11Codec, NAME, watch);
    }

    @Override
    public void carriedBy(Exchange exchange) {
        turn.carriedBy(exchange);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!over) {
            turn.sees(message, loop.nanoTime());
        }
        context.write(message, promise);
        if (turn.isAnswered()) {
            end(Ended.End.COMPLETE);
        }
    }

    /** Whoever ended the stream first: there was no end of the answer. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(Ended.End.CLIENT_GONE);
        context.fireChannelInactive();
    }

    private void end(Ended.End how) {
        if (!over) {
            over = true;
            front.log(turn.ended(how, loop.nanoTime(), client));
        }
    }
}
