package dev.equipoise.gateway.routing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpObject;
import reactor.netty.NettyPipeline;

/**
 * Gives what the HTTP codec could not decode of an answer a name of its own. The codec's causes are of types that anything
 * may throw (a status line that is none, two lengths, a chunk size that is no number: {@code IllegalArgumentException}), so
 * they are told apart here, behind the codec. Reactor Netty closes the connection of such an answer. A head that is only too
 * long is no fault of the framing.
 */
@Sharable
final class FramingFaults extends ChannelInboundHandlerAdapter {

    private static final FramingFaults INSTANCE = new FramingFaults();

    private FramingFaults() {}

    /** To a channel that is being set up; nothing happens where it does not speak HTTP/1.1. */
    static void watch(Channel channel) {
        if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
            channel.pipeline().addAfter(NettyPipeline.HttpCodec, FramingFaults.class.getName(), INSTANCE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            Throwable cause = part.decoderResult().cause();
            if (!(cause instanceof TooLongFrameException)) {
                part.setDecoderResult(DecoderResult.failure(new BrokenFramingException(cause)));
            }
        }
        context.fireChannelRead(message);
    }
}
