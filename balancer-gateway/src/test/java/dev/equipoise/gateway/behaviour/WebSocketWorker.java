package dev.equipoise.gateway.behaviour;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Sends every frame back as it came. The text {@code close CODE REASON} makes it close so, the path {@code /refused} answers
 * 403 to the handshake, and everything else of HTTP 200. Speaks {@code chat.v1} and, rather, {@code chat.v2}.
 */
final class WebSocketWorker implements AutoCloseable {

    private static final int LONGEST_FRAME = 64 << 20;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(group.next());
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Channel listener;

    WebSocketWorker() {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/socket")
                .checkStartsWith(true)
                .subprotocols("chat.v2,chat.v1")
                .maxFramePayloadLength(LONGEST_FRAME)
                .handleCloseFrames(false)
                .sendCloseFrame(null)
                .build();
        listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(65_536),
                                        new WebSocketServerProtocolHandler(config),
                                        new Plain(),
                                        new Echo());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** A line for each frame and for each end of a connection. */
    List<String> seen() {
        return seen;
    }

    /** Connections now. */
    int open() {
        return connections.size();
    }

    /** Ends all connections as a process that dies does. */
    void die() {
        connections.forEach(channel -> channel.config().setOption(io.netty.channel.ChannelOption.SO_LINGER, 0));
        connections.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Plain extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    request.uri().startsWith("/refused") ? HttpResponseStatus.FORBIDDEN : HttpResponseStatus.OK);
            answer.headers().set("Content-Length", "0").set("Connection", "close");
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof CloseWebSocketFrame close) {
                seen.add("close " + close.statusCode() + " " + close.reasonText());
                context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            } else if (frame instanceof TextWebSocketFrame text && text.text().startsWith("close ")) {
                String[] words = text.text().split(" ", 3);
                context.writeAndFlush(new CloseWebSocketFrame(Integer.parseInt(words[1]), words[2]));
            } else {
                seen.add(frame.getClass().getSimpleName() + " "
                        + frame.content().readableBytes() + (frame.isFinalFragment() ? "" : " and more"));
                context.writeAndFlush(frame.retain());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            seen.add("ended");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
