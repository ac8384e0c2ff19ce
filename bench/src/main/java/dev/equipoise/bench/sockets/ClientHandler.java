package dev.equipoise.bench.sockets;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection of the generator, with at most one request on it. For one thread, its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is noticed
final class ClientHandler extends SimpleChannelInboundHandler<HttpObject> {

    /** Whom it tells. */
    interface Listener {

        /**
         * The last byte of the response has come.
         *
         * @param worker who served it; -1 if the response does not say
         * @param reusable whether the connection may carry another request
         */
        void answered(ClientHandler connection, int request, int status, int worker, boolean reusable);

        /** The connection is gone, with this request on it or after it. */
        void closed(ClientHandler connection, int request);
    }

    private final Listener listener;
    private final String host;
    private @Nullable ChannelHandlerContext context;
    private int request;
    private int status;
    private int worker;
    private boolean reusable;

    ClientHandler(Listener listener, String host) {
        this.listener = listener;
        this.host = host;
    }

    /** The request that is on it, or was the last one. */
    int request() {
        return request;
    }

    void send(int request, long demandNanos, int key) {
        this.request = request;
        FullHttpRequest message =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Unpooled.EMPTY_BUFFER);
        message.headers()
                .set(HttpHeaderNames.HOST, host)
                .set(Wire.DEMAND, Long.toString(demandNanos))
                .set(Wire.KEY, "key-" + key);
        if (context != null) {
            context.writeAndFlush(message);
        }
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, HttpObject message) {
        if (message instanceof HttpResponse response) {
            status = response.decoderResult().isSuccess() ? response.status().code() : 0;
            worker = Integer.parseInt(response.headers().get(Wire.WORKER, "-1"));
            reusable = HttpUtil.isKeepAlive(response);
        }
        if (message instanceof LastHttpContent) {
            listener.answered(this, request, status, worker, reusable);
            if (!reusable) {
                from.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        listener.closed(this, request);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        from.close();
    }
}
