package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.ClientConnection;
import dev.equipoise.gateway.forwarded.Hop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Waits for the first bytes of a connection, behind TLS, which say what it speaks: HTTP/1.1 gets the {@link FrontCodec} and the {@link FrontHandler},
 * HTTP/2 goes on as the server has set it up. A cleartext connection is HTTP/2 if it begins with the preface (RFC 9113 section 3.3);
 * the upgrade from HTTP/1.1, which that RFC has given up, is not offered. A client that says nothing in time is cut off.
 */
final class FrontDoor extends ChannelInboundHandlerAdapter {

    /** Enough of the preface to tell it from every method there is. */
    private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("PRI ", StandardCharsets.US_ASCII).asReadOnly());

    private final Front front;
    private final HttpDecoderConfig decoding;
    private final Runnable tlsFailed;
    private @Nullable ByteBuf held;
    private @Nullable Future<?> patience;

    /** @param tlsFailed told of a handshake that failed */
    FrontDoor(Front front, HttpDecoderConfig decoding, Runnable tlsFailed) {
        this.front = front;
        this.decoding = decoding;
        this.tlsFailed = tlsFailed;
    }

    /** Where the handlers are whose choice depends on what the connection speaks; null if it is none of a web server. */
    static @Nullable String place(ChannelPipeline pipeline) {
        for (String name :
                new String[] {NettyPipeline.H2OrHttp11Codec, NettyPipeline.H2CUpgradeHandler, NettyPipeline.HttpCodec
                }) {
            if (pipeline.get(name) != null) {
                return name;
            }
        }
        return null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        patience = context.executor()
                .schedule(
                        (Runnable) context.channel()::close,
                        front.limits().headTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (patience != null) {
            patience.cancel(false);
        }
        if (held != null) {
            held.release();
            held = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf all = held == null ? bytes : Unpooled.wrappedBuffer(held, bytes);
        held = null;
        ChannelPipeline pipeline = context.pipeline();
        boolean cleartextChoice = pipeline.get(NettyPipeline.H2CUpgradeHandler) != null;
        if (cleartextChoice && all.readableBytes() < PREFACE.readableBytes() && isPreface(all, all.readableBytes())) {
            held = all;
            context.read();
            return;
        }
        note(context);
        if (cleartextChoice && !isPreface(all, PREFACE.readableBytes())) {
            pipeline.remove(NettyPipeline.H2CUpgradeHandler);
            pipeline.remove(HttpServerUpgradeHandler.class);
            enter(pipeline, pipeline.get(HttpServerCodec.class));
        } else if (pipeline.get(NettyPipeline.HttpCodec) instanceof HttpServerCodec codec) {
            enter(pipeline, codec);
        } else {
            Http2Connection.begin(context.channel(), front.drain().shared());
        }
        pipeline.remove(this);
        context.fireChannelRead(all);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent end && !end.isSuccess()) {
            tlsFailed.run();
        }
        context.fireUserEventTriggered(event);
    }

    /** Before a first byte there is nobody to answer: a handshake that failed, which is counted, a reset. What any stranger can cause is not logged. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private static boolean isPreface(ByteBuf bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != PREFACE.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    private static void note(ChannelHandlerContext context) {
        if (Hop.of(context.channel()) == null
                && context.channel().remoteAddress() instanceof InetSocketAddress remote) {
            boolean secure = context.pipeline().get(SslHandler.class) != null;
            new Hop(remote.getAddress(), secure).noteOn(context.channel());
        }
    }

    private void enter(ChannelPipeline pipeline, ChannelHandler codec) {
        FrontCodec ours = new FrontCodec(decoding);
        pipeline.replace(codec, NettyPipeline.HttpCodec, ours);
        Hop hop = Hop.of(pipeline.channel());
        if (hop != null) {
            pipeline.addAfter(NettyPipeline.HttpCodec, ClientConnection.NAME, new FrontHandler(front, hop, ours));
        }
    }
}
