package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.CarriedRequest;
import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forwarded.Hop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Right behind the codec of one stream of HTTP/2: when its request began and how its answer ended, for the log, the meters and the trace, and whether its
 * body is longer than it may be, as the front has it of HTTP/1.1. On the event loop of its connection.
 */
final class StreamWatch extends ChannelDuplexHandler implements CarriedRequest {

    private static final HttpVersion HTTP_2 = new HttpVersion("HTTP", 2, 0, true);

    private final Front front;
    private final Forwarder.Loop loop;
    private final SpringTurn turn;
    private final @Nullable String client;
    private boolean over;
    private boolean refused;
    private long bodyBytes;

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
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!refused && message instanceof HttpContent part && isTooLong(part)) {
            refuse(context);
        }
        if (refused) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean isTooLong(HttpContent part) {
        bodyBytes += part.content().readableBytes();
        long most = front.limits().maxBody().toBytes();
        return most > 0 && bodyBytes > most;
    }

    /** The stream ends with the refusal, or where an answer has begun without its end. */
    private void refuse(ChannelHandlerContext context) {
        refused = true;
        if (turn.hasBegun()) {
            end(Ended.End.BROKEN_OFF);
            context.close();
            return;
        }
        FullHttpResponse answer = ProblemAnswer.of(RequestFraming.TOO_LONG.problem(), front.problems(), false, false);
        turn.refused(answer.status().code(), answer.content().readableBytes(), loop.nanoTime());
        end(Ended.End.COMPLETE);
        context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
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
