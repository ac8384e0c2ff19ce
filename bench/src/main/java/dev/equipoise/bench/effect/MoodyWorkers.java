package dev.equipoise.bench.effect;

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
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Workers on one event loop, some of which close the connection now and then instead of answering. */
final class MoodyWorkers implements AutoCloseable {

    private final EventLoopGroup group;
    private final List<Channel> listening = new ArrayList<>();
    private final SplittableRandom random;
    private final Consumer<Side> failed;

    private MoodyWorkers(EventLoopGroup group, SplittableRandom random, Consumer<Side> failed) {
        this.group = group;
        this.random = random;
        this.failed = failed;
    }

    /** On free ports of loopback; the first of them fail. @param failed told of each request that got no answer */
    static MoodyWorkers open(Plan plan, Transport transport, Consumer<Side> failed) {
        MoodyWorkers workers =
                new MoodyWorkers(transport.oneLoop("workers"), new SplittableRandom(plan.seed()), failed);
        for (int i = 0; i < plan.workers(); i++) {
            double ratio = i < plan.failing() ? plan.ratio() : 0;
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(workers.group)
                    .channel(transport.serverChannel())
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            channel.pipeline().addLast(new HttpServerCodec(), workers.new Answering(ratio));
                        }
                    });
            workers.listening.add(bootstrap
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .syncUninterruptibly()
                    .channel());
        }
        return workers;
    }

    URI address(int worker) {
        int port = ((InetSocketAddress) listening.get(worker).localAddress()).getPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        listening.forEach(listener -> listener.close().awaitUninterruptibly());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection
    private final class Answering extends SimpleChannelInboundHandler<HttpObject> {

        private final double ratio;
        private @Nullable String side;
        private boolean keepAlive;

        Answering(double ratio) {
            this.ratio = ratio;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpRequest request) {
                side = request.headers().get(Side.HEADER);
                keepAlive = HttpUtil.isKeepAlive(request);
            }
            if (!(message instanceof LastHttpContent)) {
                return;
            }
            // The registry and the gateways' probes come without a side: they are always answered.
            if (side != null && random.nextDouble() < ratio) {
                failed.accept(Side.valueOf(side));
                context.close();
                return;
            }
            FullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
            HttpUtil.setKeepAlive(response, keepAlive);
            var written = context.writeAndFlush(response);
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
