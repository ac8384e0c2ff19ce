package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream of HTTP/2, leased to one exchange. It ends with the exchange: there is nothing to use again. */
final class Http2Link extends ChannelInboundHandlerAdapter implements Link {

    private final Runnable gone;
    private @Nullable LinkUser user;
    private @Nullable Channel stream;
    private @Nullable Throwable cause;

    /** @param gone told once it has ended */
    Http2Link(Runnable gone) {
        this.gone = gone;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        stream = context.channel();
    }

    void lease(LinkUser next) {
        user = next;
        if (channel().isActive()) {
            next.opened(this);
        } else {
            user = null;
            next.refused(new ClosedChannelException());
        }
    }

    @Override
    public Past past() {
        return Past.NEW;
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public void write(Object message) {
        if (message instanceof HttpRequest head) {
            // Trailers pass, and those of gRPC must.
            head.headers().set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        }
        channel().write(message).addListener(done -> {
            if (!done.isSuccess()) {
                exceptionCaught(done.cause());
            }
        });
    }

    @Override
    public void flush() {
        channel().flush();
    }

    @Override
    public void read() {
        channel().read();
    }

    @Override
    public void release() {
        close();
    }

    /** Resets the stream, unless both sides have ended it. */
    @Override
    public void close() {
        user = null;
        channel().close();
    }

    /** What asks for another protocol is not sent over HTTP/2. */
    @Override
    public Channel detach() {
        throw new IllegalStateException("a stream has no connection of its own");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        LinkUser to = user;
        if (to == null || cause != null || !(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
        } else if (part instanceof FullHttpResponse whole) {
            received(to, whole);
        } else {
            to.received(part);
        }
    }

    /** An exchange expects a head and its end apart. */
    private void received(LinkUser to, FullHttpResponse whole) {
        DefaultHttpResponse head = new DefaultHttpResponse(whole.protocolVersion(), whole.status(), whole.headers());
        head.setDecoderResult(whole.decoderResult());
        if (whole.status().code() >= 200 && !whole.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            HttpUtil.setTransferEncodingChunked(head, true);
        }
        to.received(head);
        if (user == to) {
            to.received(new DefaultLastHttpContent(whole.content(), whole.trailingHeaders()));
        } else {
            whole.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (user != null) {
            user.receivedAll();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (user != null && channel().isWritable()) {
            user.linkWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        LinkUser told = user;
        user = null;
        gone.run();
        if (told != null) {
            told.broken(cause == null ? new ClosedChannelException() : cause);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        exceptionCaught(thrown);
    }

    private void exceptionCaught(Throwable thrown) {
        cause = thrown;
        channel().close();
    }

    private Channel channel() {
        return Objects.requireNonNull(stream);
    }
}
