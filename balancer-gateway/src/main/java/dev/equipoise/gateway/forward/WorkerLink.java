package dev.equipoise.gateway.forward;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of a connection to a worker. While nobody leases it, whatever it reads is one thing too many: it is closed.
 * That a connection broke is always told by its own event, never from within a write.
 */
final class WorkerLink extends ChannelInboundHandlerAdapter implements Link {

    /** Servers wait longer than this for the next request; one that closes a connection sooner does so instead of answering. */
    private static final long SOON = 1_000_000_000;

    private final WorkerLinks pool;
    private final ResponseDecoder decoder;
    private final HttpRequestEncoder encoder;
    private @Nullable LinkUser user;
    private @Nullable Throwable cause;
    private final Channel channel;
    private Past past = Past.NEW;
    private boolean detached;
    private long idleSince;

    WorkerLink(WorkerLinks pool, Channel channel, ResponseDecoder decoder, HttpRequestEncoder encoder) {
        this.pool = pool;
        this.channel = channel;
        this.decoder = decoder;
        this.encoder = encoder;
    }

    void lease(LinkUser next) {
        user = next;
        if (past == Past.IN_USE && hasBeenIdleFor(SOON, pool.now())) {
            past = Past.IDLE;
        }
        decoder.expect(next.method());
        next.opened(this);
    }

    /** Nothing was said, and it is open as far as anybody knows. */
    boolean isUsable() {
        return channel.isActive();
    }

    boolean hasBeenIdleFor(long nanos, long now) {
        return now - idleSince >= nanos;
    }

    @Override
    public Past past() {
        return past;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void write(Object message) {
        channel.write(message, channel.voidPromise());
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void read() {
        channel.read();
    }

    @Override
    public void release() {
        user = null;
        past = Past.IN_USE;
        idleSince = pool.now();
        if (!channel.isActive() || !pool.keep(this)) {
            channel.close();
            return;
        }
        // To hear of its end, or of what nobody asked for.
        channel.read();
    }

    @Override
    public void close() {
        user = null;
        channel.close();
    }

    @Override
    public Channel detach() {
        user = null;
        detached = true;
        pool.gone(this);
        channel.pipeline().remove(encoder);
        return channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (detached) {
            context.fireChannelRead(message);
        } else if (user != null && cause == null && message instanceof HttpObject part) {
            user.received(part);
        } else {
            ReferenceCountUtil.release(message);
            channel.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (detached) {
            context.fireChannelReadComplete();
        } else if (user != null) {
            user.receivedAll();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (user != null && channel.isWritable()) {
            user.linkWritable();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        LinkUser told = user;
        user = null;
        if (!detached) {
            pool.gone(this);
        }
        if (told != null) {
            told.broken(cause == null ? new ClosedChannelException() : cause);
        }
        context.fireChannelInactive();
    }

    /** From here on nothing that the codec takes for an end is one: the connection did not end, it broke. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        cause = thrown;
        channel.close();
    }
}
