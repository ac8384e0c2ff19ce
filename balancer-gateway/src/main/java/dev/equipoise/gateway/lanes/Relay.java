package dev.equipoise.gateway.lanes;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;

/**
 * One direction of a tunnel: what is read here is written there, and no more is read than the other side takes. When this side ends the
 * other one does, once it has got everything.
 */
final class Relay extends ChannelInboundHandlerAdapter {

    private final Channel to;
    private final Runnable ended;

    /** @param ended told once this side has */
    Relay(Channel to, Runnable ended) {
        this.to = to;
        this.ended = ended;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        to.write(message, to.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        to.flush();
        if (to.isWritable()) {
            context.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            to.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        ended.run();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
