package dev.equipoise.bench.sockets;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/** One connection to a worker: reads a request, has it served, answers, reads the next. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is noticed
final class BackendHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final byte[] BODY = "served\n".getBytes(StandardCharsets.US_ASCII);

    private final int worker;
    private final SlotQueue queue;
    private long demandNanos;
    private boolean keepAlive;

    BackendHandler(int worker, SlotQueue queue) {
        this.worker = worker;
        this.queue = queue;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message instanceof HttpRequest request) {
            demandNanos = Long.parseLong(request.headers().get(Wire.DEMAND, "0"));
            keepAlive = HttpUtil.isKeepAlive(request);
        }
        if (message instanceof LastHttpContent) {
            queue.submit(new Exchange(context, demandNanos, keepAlive));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private final class Exchange implements SlotQueue.Job {

        private final ChannelHandlerContext context;
        private final long demandNanos;
        private final boolean keepAlive;

        Exchange(ChannelHandlerContext context, long demandNanos, boolean keepAlive) {
            this.context = context;
            this.demandNanos = demandNanos;
            this.keepAlive = keepAlive;
        }

        @Override
        public long demandNanos() {
            return demandNanos;
        }

        @Override
        public boolean isAbandoned() {
            return !context.channel().isActive();
        }

        @Override
        public void served() {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(BODY));
            response.headers()
                    .set(Wire.WORKER, Integer.toString(worker))
                    .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(BODY.length));
            if (keepAlive) {
                context.writeAndFlush(response);
            } else {
                response.headers().set(HttpHeaderNames.CONNECTION, "close");
                context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }
}
