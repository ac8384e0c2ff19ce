package dev.equipoise.gateway.shutdown;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection of HTTP/2 without TLS by Netty's codec, that tells what it hears: {@code goaway 0 last 3}, {@code 1 status 200}, {@code 1 data text}, {@code closed}. */
final class FramesClient implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Channel channel;

    FramesClient(int port) throws InterruptedException {
        channel = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        created.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                        new Ears());
                    }
                })
                .connect("127.0.0.1", port)
                .sync()
                .channel();
    }

    /** Sends a GET over a new stream. */
    void get(String path) throws InterruptedException {
        Http2Headers head = new DefaultHttp2Headers()
                .method("GET")
                .scheme("http")
                .authority("gateway.test")
                .path(path);
        new Http2StreamChannelBootstrap(channel)
                .handler(new StreamEars())
                .open()
                .sync()
                .getNow()
                .writeAndFlush(new DefaultHttp2HeadersFrame(head, true));
    }

    /** What was heard next; null for nothing in a long time. */
    String next() throws InterruptedException {
        return heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Ears extends SimpleChannelInboundHandler<Http2Frame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2Frame frame) {
            if (frame instanceof Http2GoAwayFrame end) {
                heard.add("goaway " + end.errorCode() + " last " + end.lastStreamId());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            heard.add("closed");
        }
    }

    private final class StreamEars extends SimpleChannelInboundHandler<Http2StreamFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            int id = ((Http2StreamChannel) context.channel()).stream().id();
            if (frame instanceof Http2HeadersFrame head && head.headers().status() != null) {
                heard.add(id + " status " + head.headers().status());
            } else if (frame instanceof Http2DataFrame data && data.content().isReadable()) {
                heard.add(id + " data " + data.content().toString(StandardCharsets.UTF_8));
            }
        }
    }
}
