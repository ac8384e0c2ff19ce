package dev.equipoise.gateway.routing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.NettyPipeline;

/**
 * Right before the codec of a connection or a stream: gives the trailers of a worker to the answer that is being written, for the framework has no
 * way to pass on what was not announced in its head. For one answer.
 */
final class TrailersOnce extends ChannelOutboundHandlerAdapter {

    private final HttpHeaders trailers;

    private TrailersOnce(HttpHeaders trailers) {
        this.trailers = trailers;
    }

    /** The answer whose end is yet to be written there ends with these. On the event loop. */
    static void put(Channel channel, HttpHeaders trailers) {
        ChannelPipeline pipeline = channel.pipeline();
        String codec = pipeline.get(NettyPipeline.H2ToHttp11Codec) != null
                ? NettyPipeline.H2ToHttp11Codec
                : NettyPipeline.HttpCodec;
        if (pipeline.get(codec) != null) {
            pipeline.addAfter(codec, null, new TrailersOnce(trailers));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof LastHttpContent last)) {
            context.write(message, promise);
            return;
        }
        context.pipeline().remove(this);
        if (message instanceof FullHttpResponse whole) {
            context.write(new DefaultHttpResponse(whole.protocolVersion(), whole.status(), whole.headers()));
        }
        DefaultLastHttpContent end = new DefaultLastHttpContent(last.content());
        end.trailingHeaders().set(last.trailingHeaders()).add(trailers);
        context.write(end, promise);
    }
}
