package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/2 from one event loop to one worker, and an exchange's stream on it each. It begins with the preface, without an
 * upgrade; over TLS it asks for {@code h2}. A connection the worker gives up takes no more streams, and the next one is opened. Streams are counted as
 * connections of HTTP/1.1 are.
 */
final class Http2Links implements Pool {

    private final WorkerTarget worker;
    private final ArrayDeque<LinkUser> waiting = new ArrayDeque<>();
    private @Nullable Channel connection;
    private boolean connecting;
    private int streams;
    private long idleSince;

    Http2Links(WorkerTarget worker) {
        this.worker = worker;
    }

    @Override
    public void lease(LinkUser user, boolean fresh) {
        if (!worker.enter()) {
            user.busy();
            return;
        }
        streams++;
        Channel known = connection;
        if (known != null && known.isActive()) {
            stream(known, user);
        } else {
            waiting.add(user);
            if (!connecting) {
                connect();
            }
        }
    }

    private void connect() {
        connecting = true;
        worker.connect(new Connection(), false, done -> {
            connecting = false;
            if (done.isSuccess()) {
                connection = done.channel();
                done.channel().read();
            }
            for (LinkUser user = waiting.poll(); user != null; user = waiting.poll()) {
                if (done.isSuccess()) {
                    stream(done.channel(), user);
                } else {
                    gone();
                    user.refused(done.cause());
                }
            }
        });
    }

    private void stream(Channel over, LinkUser user) {
        Http2Link link = new Http2Link(this::gone);
        new Http2StreamChannelBootstrap(over)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.config().setAutoRead(false);
                        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), link);
                    }
                })
                .open()
                .addListener(done -> {
                    if (done.isSuccess() && done.getNow() instanceof Http2StreamChannel) {
                        link.lease(user);
                    } else {
                        gone();
                        if (over == connection && over.isActive()) {
                            // It has as many streams as the worker lets it have.
                            user.busy();
                        } else {
                            user.refused(done.cause());
                        }
                    }
                });
    }

    private void gone() {
        streams--;
        worker.leave();
        idleSince = worker.now();
    }

    @Override
    public void sweep(long now) {
        Channel known = connection;
        if (known != null && streams == 0 && now - idleSince >= worker.keepIdleNanos()) {
            connection = null;
            known.close();
        }
    }

    @Override
    public boolean isEmpty() {
        return streams == 0 && connection == null && !connecting;
    }

    private final class Connection extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            worker.secure(channel, "h2");
            channel.pipeline()
                    .addLast(
                            Http2FrameCodecBuilder.forClient()
                                    .initialSettings(Http2Settings.defaultSettings()
                                            .pushEnabled(false)
                                            .maxHeaderListSize(ResponseDecoder.LONGEST_HEAD))
                                    .build(),
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                            new Watch());
        }
    }

    /** Of the connection as a whole: reads it, for streams have their own flow control, and hears of its end. */
    private final class Watch extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2GoAwayFrame) {
                leave(context.channel());
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.read();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            leave(context.channel());
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private void leave(Channel left) {
        if (connection == left) {
            connection = null;
        }
    }
}
