package dev.equipoise.bench.suite;

import dev.equipoise.bench.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where simulated workers can be reached: a few listeners for all of them, which answer everything with an empty 200. */
public final class Listeners implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final EventLoopGroup group;
    private final List<URI> addresses = new ArrayList<>();
    private final List<Channel> listening = new ArrayList<>();

    private Listeners(EventLoopGroup group) {
        this.group = group;
    }

    /** On free ports of loopback. */
    public static Listeners open(Transport transport, int count) {
        Listeners listeners = new Listeners(transport.oneLoop("listeners"));
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(listeners.group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Fine());
                    }
                });
        for (int i = 0; i < count; i++) {
            Channel listener = bootstrap
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .syncUninterruptibly()
                    .channel();
            listeners.listening.add(listener);
            int port = ((InetSocketAddress) listener.localAddress()).getPort();
            listeners.addresses.add(URI.create("http://127.0.0.1:" + port));
        }
        return listeners;
    }

    /** The address of a worker; neighbours have different ones. */
    public URI address(int worker) {
        return addresses.get(worker % addresses.size());
    }

    @Override
    public void close() {
        // An event loop that ends does not always close what listens on it.
        listening.forEach(listener -> listener.close().awaitUninterruptibly());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection
    private static final class Fine extends SimpleChannelInboundHandler<HttpObject> {

        private boolean keepAlive;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpRequest request) {
                keepAlive = HttpUtil.isKeepAlive(request);
            }
            if (message instanceof LastHttpContent) {
                FullHttpResponse response =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
                response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
                HttpUtil.setKeepAlive(response, keepAlive);
                var written = context.writeAndFlush(response);
                if (!keepAlive) {
                    written.addListener(ChannelFutureListener.CLOSE);
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
