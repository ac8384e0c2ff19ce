package dev.equipoise.gateway.clients;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpObject;
import reactor.netty.NettyPipeline;

/**
 * Sees the requests that the HTTP codec cannot decode. The server answers them with 400 and closes the connection before any
 * filter hears of them. What is only too long is no case.
 */
@Sharable
final class MalformedRequests extends ChannelInboundHandlerAdapter {

    private final ClientAddresses addresses;
    private final ClientWatch watch;

    MalformedRequests(ClientAddresses addresses, ClientWatch watch) {
        this.addresses = addresses;
        this.watch = watch;
    }

    /** To a channel that is being set up; nothing happens where it does not speak HTTP/1.1. */
    void watch(Channel channel) {
        if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
            channel.pipeline().addAfter(NettyPipeline.HttpCodec, MalformedRequests.class.getName(), this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpObject part
                && part.decoderResult().isFailure()
                && !(part.decoderResult().cause() instanceof TooLongFrameException)) {
            String client = addresses.of(context.channel().remoteAddress());
            if (client != null) {
                watch.happened(ClientPoints.MALFORMED, client);
            }
        }
        context.fireChannelRead(message);
    }
}
