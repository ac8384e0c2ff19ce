package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.ClientConnection;
import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.forwarded.Hop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.IdleTimeoutHandler;

/**
 * Right behind the HTTP codec of one connection: one request at a time, whichever lane it takes. What comes in the meantime waits here, and while
 * something waits nothing more is read. On the event loop of its connection.
 */
final class FrontHandler extends ChannelDuplexHandler implements ClientConnection {

    private final Front front;
    private final Hop hop;
    private final FrontCodec codec;
    private @Nullable Parts parts;
    /** Whether the framework may have had this connection since the last request of the express lane. */
    private boolean mayBeUntidy = true;

    private boolean taking;

    /** What there is once the handler has its place. */
    private record Parts(
            Conversation conversation, ExpressLane express, SpringLane spring, Watchdog idle, Watchdog heads) {}

    /** @param codec in front of it */
    FrontHandler(Front front, Hop hop, FrontCodec codec) {
        this.front = front;
        this.hop = hop;
        this.codec = codec;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        Conversation made = new Conversation(front, hop, added, this::bodyIsSlow);
        long headNanos = front.limits().headTimeout().toNanos();
        parts = new Parts(
                made,
                new ExpressLane(made, this::next),
                new SpringLane(made, this::next),
                new Watchdog(added.executor(), front.idleNanos(), made::now, added::close),
                new Watchdog(added.executor(), headNanos, made::now, this::headIsLate));
    }

    // In.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (is(Turn.AWAY) || !(message instanceof HttpObject)) {
            ctx.fireChannelRead(message);
        } else if (intake().isOwedEnd(message)) {
            ReferenceCountUtil.release(message);
        } else if (is(Turn.ENDING)) {
            conversation().outlet().discard((HttpObject) message);
        } else if (intake().isAhead() || !isDue(message)) {
            // The framework may have let it be read without being asked.
            ctx.channel().config().setAutoRead(false);
            intake().hold(message);
        } else {
            take((HttpObject) message);
        }
    }

    /** Whether it belongs to the current request, or there is none. */
    private boolean isDue(Object message) {
        return is(Turn.NONE) || intake().isOfCurrent(message);
    }

    private void take(HttpObject message) {
        if (message instanceof HttpRequest head) {
            begin(head);
            if (message instanceof LastHttpContent) {
                intake().end();
            }
        } else if (message instanceof HttpContent part && intake().isOpen()) {
            body(part);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        intake().begin();
        parts().heads.end();
        parts().idle.end();
        RequestFraming.Fault fault = front.faultOf(head);
        if (fault != null) {
            ReferenceCountUtil.release(head);
            conversation().refuse(fault);
            return;
        }
        RequestLine line = new RequestLine(head);
        RouteTable.Choice choice = front.table().get().choose(line);
        RouteEntry route = choice.route();
        if (choice.lane() == Lane.EXPRESS && route != null) {
            tidyUp();
            parts().express.begin(head, line, route);
        } else {
            mayBeUntidy = true;
            parts().spring.begin(head, line, route);
        }
    }

    /** What the framework may have left behind: its handler for idle connections, and reading without being asked. */
    private void tidyUp() {
        if (mayBeUntidy) {
            mayBeUntidy = false;
            ChannelHandlerContext context = conversation().context();
            IdleTimeoutHandler.removeIdleTimeoutHandler(context.pipeline());
            context.channel().config().setAutoRead(false);
        }
    }

    private void body(HttpContent part) {
        if (part.decoderResult().isFailure()) {
            RequestFraming.Fault fault =
                    RequestFraming.undecodable(part.decoderResult().cause());
            part.release();
            broken(fault);
            return;
        }
        intake().came(part.content().readableBytes());
        if (intake().isTooLong()) {
            part.release();
            broken(RequestFraming.TOO_LONG);
            return;
        }
        if (part instanceof LastHttpContent) {
            intake().end();
        }
        if (is(Turn.EXPRESS)) {
            parts().express.part(part);
        } else {
            parts().spring.part(part);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        intake().hasRead();
        if (codec.isWithinHead() && !is(Turn.ENDING) && !is(Turn.AWAY)) {
            parts().heads.begin();
        }
        partsEnd();
        ctx.fireChannelReadComplete();
    }

    /** What was there has been taken. While a request is being answered we read on to hear when its client goes away. */
    private void partsEnd() {
        if (is(Turn.EXPRESS)) {
            parts().express.partsEnd();
        }
        if (is(Turn.NONE) || is(Turn.ENDING) || is(Turn.EXPRESS) && !intake().isOpen()) {
            intake().readMore();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (is(Turn.EXPRESS) && ctx.channel().isWritable()) {
            parts().express.writable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        intake().drop();
        if (is(Turn.EXPRESS)) {
            parts().express.gone();
        } else if (is(Turn.SPRING)) {
            parts().spring.gone();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (is(Turn.SPRING) || is(Turn.AWAY)) {
            ctx.fireExceptionCaught(cause);
        } else {
            ctx.close();
        }
    }

    // Out: what Spring's lane does. Our own writes do not come by here.

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (is(Turn.ENDING)) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
        } else if (is(Turn.SPRING)) {
            parts().spring.write(message, promise);
        } else {
            ctx.write(message, promise);
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        intake().read();
    }

    @Override
    public void carriedBy(Exchange exchange) {
        parts().spring.carriedBy(exchange);
    }

    @Override
    public void informational(HttpResponse head) {
        parts().spring.informational(head);
    }

    @Override
    public HttpHeaders trailers() {
        return parts().spring.trailers();
    }

    @Override
    public void takeOver(HttpResponse head, Channel worker, Runnable closed) {
        parts().spring.takeOver(head, worker, closed);
    }

    // Between requests.

    private void next() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            Object message = intake().peek();
            while (message != null && !is(Turn.ENDING) && isDue(message)) {
                intake().poll();
                take((HttpObject) message);
                if (intake().isOwedEnd(intake().peek())) {
                    ReferenceCountUtil.release(intake().poll());
                }
                message = intake().peek();
            }
        } finally {
            taking = false;
        }
        if (is(Turn.NONE)) {
            parts().idle.begin();
        }
        partsEnd();
    }

    // What goes wrong.

    private void headIsLate() {
        if (is(Turn.NONE)) {
            conversation().refuse(RequestFraming.LATE);
        }
    }

    private void bodyIsSlow() {
        broken(RequestFraming.LATE);
    }

    private void broken(RequestFraming.Fault fault) {
        if (is(Turn.EXPRESS)) {
            parts().express.broken(fault);
        } else {
            parts().spring.broken(fault);
        }
    }

    private Parts parts() {
        return Objects.requireNonNull(parts);
    }

    private Conversation conversation() {
        return parts().conversation;
    }

    private Intake intake() {
        return parts().conversation.intake();
    }

    private boolean is(Turn turn) {
        return parts().conversation.is(turn);
    }
}
