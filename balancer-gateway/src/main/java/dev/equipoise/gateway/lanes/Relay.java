package dev.equipoise.gateway.lanes;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of a tunnel: what is read here is written at the other end, and no more is read than that one takes. When this end closes the
 * other one does, once it has got everything. Writes begin here and not at the end of the pipeline: handlers behind this one speak HTTP.
 */
final class Relay extends ChannelInboundHandlerAdapter {

    private final Runnable ended;
    private @Nullable Relay other;
    private @Nullable ChannelHandlerContext context;

    /** @param ended told once this end has closed */
    Relay(Runnable ended) {
        this.ended = ended;
    }

    static void join(Relay one, Relay other) {
        one.other = other;
        other.other = one;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private @Nullable ChannelHandlerContext there() {
        return other == null ? null : other.context;
    }

    void read() {
        Objects.requireNonNull(context).read();
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        ChannelHandlerContext there = there();
        if (there == null) {
            ReferenceCountUtil.release(message);
        } else {
            there.write(message, there.voidPromise());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext here) {
        ChannelHandlerContext there = there();
        if (there != null) {
            there.flush();
            if (there.channel().isWritable()) {
                here.read();
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext here) {
        ChannelHandlerContext there = there();
        if (there != null && here.channel().isWritable()) {
            there.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        ChannelHandlerContext there = there();
        if (there != null) {
            there.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        ended.run();
        here.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof IdleStateEvent) {
            here.close();
        } else {
            here.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        here.close();
    }
}
