package dev.equipoise.bench.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection with at most one request on it. For one thread, its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is noticed
final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final Connections owner;
    private final String host;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;

    Connection(Connections owner, String host) {
        this.owner = owner;
        this.host = host;
    }

    void send(Exchange next) {
        exchange = next;
        Message message = next.message();
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(message.method()),
                message.path(),
                Unpooled.wrappedBuffer(message.body()));
        message.headers().forEach(request.headers()::set);
        request.headers().set(HttpHeaderNames.HOST, host).setInt(HttpHeaderNames.CONTENT_LENGTH, message.body().length);
        if (context != null && context.channel().isActive()) {
            context.writeAndFlush(request);
        } else {
            end(Answer.none("closed"), false);
        }
    }

    boolean isLate(long nowNanos) {
        return exchange != null && exchange.isLate(nowNanos);
    }

    void giveUp() {
        end(Answer.none("timed out"), false);
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, FullHttpResponse response) {
        boolean reusable = HttpUtil.isKeepAlive(response);
        if (response.decoderResult().isFailure()) {
            from.close();
            return;
        }
        Answer answer = new Answer(
                response.status().code(), response.headers(), response.content().toString(StandardCharsets.UTF_8), "");
        end(answer, reusable);
        if (!reusable) {
            from.close();
        }
    }

    private void end(Answer answer, boolean reusable) {
        Exchange ended = exchange;
        exchange = null;
        owner.free(this, reusable);
        if (ended != null) {
            ended.end(answer);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        owner.closed(this);
        if (exchange != null) {
            Exchange ended = exchange;
            exchange = null;
            ended.end(Answer.none("closed"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        from.close();
    }
}
