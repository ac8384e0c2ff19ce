package dev.equipoise.bench.gateway;

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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One connection to a worker: a request is read, served for a while, answered. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is noticed
final class FaultyHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final byte[] BODY = "x".repeat(128).getBytes(StandardCharsets.US_ASCII);
    private static final long SERVICE_MILLIS = 5;

    private final Supplier<FaultyWorkers.Fault> fault;
    private boolean keepAlive;

    FaultyHandler(Supplier<FaultyWorkers.Fault> fault) {
        this.fault = fault;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message instanceof HttpRequest request) {
            keepAlive = HttpUtil.isKeepAlive(request);
        }
        if (message instanceof LastHttpContent) {
            switch (fault.get()) {
                case HANG -> {
                    // Never.
                }
                case FAIL -> answer(context, HttpResponseStatus.INTERNAL_SERVER_ERROR);
                case KILL -> context.close();
                case NONE ->
                    context.executor()
                            .schedule(
                                    () -> answer(context, HttpResponseStatus.OK),
                                    SERVICE_MILLIS,
                                    TimeUnit.MILLISECONDS);
            }
        }
    }

    private void answer(ChannelHandlerContext context, HttpResponseStatus status) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(BODY));
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, BODY.length);
        if (keepAlive) {
            context.writeAndFlush(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
