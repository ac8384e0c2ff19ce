package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.clients.ClientGate;
import dev.equipoise.gateway.forward.ClientConnection;
import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.forward.Forwarder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.IdleTimeoutHandler;

/**
 * Right behind the HTTP codec of one connection: one request at a time, whichever lane it takes. What comes in the meantime waits here, and while
 * something waits nothing more is read. On the event loop of its connection.
 */
final class FrontHandler extends ChannelDuplexHandler implements ClientConnection {

    private enum Turn {
        /** The next request may come. */
        NONE,
        EXPRESS,
        SPRING,
        /** The last answer is on its way out; what still comes in is thrown away. */
        ENDING,
        /** The connection speaks another protocol. */
        AWAY
    }

    private final Front front;
    private final InetAddress peer;
    private final String peerText;
    private final Backlog waiting = new Backlog();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Outlet outlet;
    private @Nullable IdleWatch idle;
    private Forwarder.@Nullable Loop loop;
    private Turn turn = Turn.NONE;
    /** Whether the body of the current request is still coming. */
    private boolean requestOpen;
    /** Whether the codec still owes the end of a request that has no body: nobody is interested. */
    private boolean skipEnd;

    private @Nullable ExpressTurn express;
    private @Nullable SpringTurn spring;
    /** Whether reactor-netty may have put its handler for idle connections in. */
    private boolean mayHaveIdleHandler = true;

    private boolean reading;
    private boolean taking;

    FrontHandler(Front front, InetSocketAddress remote) {
        this.front = front;
        this.peer = remote.getAddress();
        this.peerText = peer.getHostAddress();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        loop = front.forwarder().loopOf(added.channel());
        outlet = new Outlet(added, front.problems(), () -> requestOpen);
        idle = new IdleWatch(added.channel(), front.idleNanos(), this::now, () -> turn == Turn.NONE);
    }

    // In.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (turn == Turn.AWAY || !(message instanceof HttpObject)) {
            ctx.fireChannelRead(message);
        } else if (isSkipped(message)) {
            ReferenceCountUtil.release(message);
        } else if (turn == Turn.ENDING) {
            outlet().discard((HttpObject) message);
        } else if (!waiting.isEmpty() || !isDue(message)) {
            waiting.add(message);
        } else {
            take((HttpObject) message);
        }
    }

    private boolean isSkipped(@Nullable Object message) {
        if (!skipEnd) {
            return false;
        }
        skipEnd = false;
        return message instanceof LastHttpContent && !(message instanceof HttpRequest);
    }

    /** Whether it belongs to the current request, or there is none. */
    private boolean isDue(Object message) {
        return turn == Turn.NONE || (requestOpen && !(message instanceof HttpRequest));
    }

    private void take(HttpObject message) {
        if (message instanceof HttpRequest head) {
            begin(head);
            if (message instanceof LastHttpContent) {
                requestOpen = false;
            }
        } else if (message instanceof HttpContent part && requestOpen) {
            body(part);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        requestOpen = true;
        RequestFraming.Fault fault = RequestFraming.of(head);
        if (fault != null) {
            ReferenceCountUtil.release(head);
            refuse(fault);
            return;
        }
        RequestLine line = new RequestLine(head);
        RouteTable.Choice choice = front.table().get().choose(line);
        RouteEntry route = choice.route();
        if (choice.lane() == Lane.EXPRESS && route != null) {
            express(head, line, route);
        } else {
            turn = Turn.SPRING;
            mayHaveIdleHandler = true;
            spring = new SpringTurn(head, line.path(), route, now());
            ctx().fireChannelRead(head);
        }
    }

    private void express(HttpRequest head, RequestLine line, RouteEntry route) {
        if (mayHaveIdleHandler) {
            mayHaveIdleHandler = false;
            IdleTimeoutHandler.removeIdleTimeoutHandler(ctx().pipeline());
        }
        turn = Turn.EXPRESS;
        front.inFlight().begun();
        ExpressTurn begun = new ExpressTurn(front, this, route, line, head, Objects.requireNonNull(loop));
        express = begun;
        if (!begun.hasBody()) {
            requestOpen = false;
            skipEnd = !(head instanceof LastHttpContent);
        }
        begun.start();
        if (turn == Turn.EXPRESS && !requestOpen) {
            // To hear when the client goes away.
            readMore();
        }
    }

    private void body(HttpContent part) {
        if (part.decoderResult().isFailure()) {
            RequestFraming.Fault fault =
                    RequestFraming.undecodable(part.decoderResult().cause());
            part.release();
            brokenRequest(fault);
            return;
        }
        boolean last = part instanceof LastHttpContent;
        if (last) {
            requestOpen = false;
        }
        if (turn == Turn.EXPRESS && express != null) {
            express.part(part);
            if (last && turn == Turn.EXPRESS) {
                // To hear when the client goes away.
                readMore();
            }
        } else {
            ctx().fireChannelRead(part);
            if (last && spring != null && spring.isAnswered()) {
                springEnded();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        if (turn == Turn.EXPRESS && express != null) {
            express.partsEnd();
        } else if (turn == Turn.ENDING) {
            readMore();
        } else if (turn == Turn.NONE && waiting.isEmpty()) {
            readMore();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (turn == Turn.EXPRESS && express != null && ctx.channel().isWritable()) {
            express.writable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.drop();
        ExpressTurn left = express;
        SpringTurn leftSpring = spring;
        if (turn == Turn.EXPRESS && left != null) {
            express = null;
            turn = Turn.AWAY;
            left.gone();
            front.inFlight().ended();
            log(left.ended(Ended.End.CLIENT_GONE));
        } else if (turn == Turn.SPRING && leftSpring != null && !leftSpring.isAnswered()) {
            spring = null;
            turn = Turn.AWAY;
            log(leftSpring.ended(Ended.End.CLIENT_GONE, now(), peerText));
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (turn == Turn.SPRING || turn == Turn.AWAY) {
            ctx.fireExceptionCaught(cause);
        } else {
            ctx.close();
        }
    }

    // Out: what Spring's lane does. Our own writes do not come by here.

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (turn == Turn.ENDING) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        SpringTurn current = spring;
        if (turn != Turn.SPRING || current == null) {
            ctx.write(message, promise);
            return;
        }
        current.sees(message, now());
        ctx.write(message, promise);
        if (current.isUpgraded()) {
            turn = Turn.AWAY;
            spring = null;
            log(current.ended(Ended.End.COMPLETE, now(), peerText));
        } else if (current.isAnswered() && !requestOpen) {
            springEnded();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (waiting.isEmpty()) {
            reading = true;
            ctx.read();
        }
    }

    private void springEnded() {
        SpringTurn ended = spring;
        if (ended == null) {
            return;
        }
        spring = null;
        log(ended.ended(Ended.End.COMPLETE, now(), peerText));
        if (ended.closes()) {
            turn = Turn.ENDING;
            waiting.drop();
        } else {
            turn = Turn.NONE;
            // Not from within what is writing.
            ctx().executor().execute(this::next);
        }
    }

    // What the express lane does.

    InetAddress peer() {
        return peer;
    }

    String peerText() {
        return peerText;
    }

    long now() {
        return Objects.requireNonNull(loop).nanoTime();
    }

    Outlet outlet() {
        return Objects.requireNonNull(outlet);
    }

    boolean isRequestOpen() {
        return requestOpen;
    }

    void readMore() {
        if (!reading && waiting.isEmpty()) {
            reading = true;
            ctx().read();
        }
    }

    void later(Duration delay, Runnable what) {
        var unused = ctx().executor().schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The answer of the express lane is out. */
    void ended(Ended request, boolean closes) {
        express = null;
        front.inFlight().ended();
        log(request);
        if (closes) {
            turn = Turn.ENDING;
            waiting.drop();
        } else {
            turn = Turn.NONE;
            next();
        }
    }

    void tunnel(HttpResponse head, Channel worker, ExpressTurn of) {
        turn = Turn.AWAY;
        express = null;
        front.inFlight().ended();
        waiting.drop();
        Tunnel.begin(ctx(), head, worker, front.tunnelIdleMillis(), of::tunnelClosed);
    }

    // What Spring's lane asks for.

    @Override
    public void carriedBy(Exchange exchange) {
        if (spring != null) {
            spring.carriedBy(exchange);
        }
    }

    @Override
    public void takeOver(HttpResponse head, Channel worker, Runnable closed) {
        SpringTurn upgraded = spring;
        spring = null;
        turn = Turn.AWAY;
        waiting.drop();
        IdleTimeoutHandler.removeIdleTimeoutHandler(ctx().pipeline());
        Tunnel.begin(ctx(), head, worker, front.tunnelIdleMillis(), () -> {
            closed.run();
            if (upgraded != null) {
                upgraded.sees(head, now());
                log(upgraded.ended(Ended.End.TUNNEL_CLOSED, now(), peerText));
            }
        });
    }

    void log(Ended request) {
        RouteEntry route = request.route();
        RequestMeters meters = route == null ? front.table().get().meters() : route.meters();
        meters.ended(request.lane(), request.status(), request.nanos());
        front.log().add(request);
    }

    // Between requests.

    private void next() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            Object message = waiting.peek();
            while (message != null && turn != Turn.ENDING && isDue(message)) {
                waiting.poll();
                take((HttpObject) message);
                if (isSkipped(waiting.peek())) {
                    ReferenceCountUtil.release(waiting.poll());
                }
                message = waiting.peek();
            }
        } finally {
            taking = false;
        }
        if (turn == Turn.EXPRESS && express != null) {
            express.partsEnd();
        } else if (turn == Turn.NONE) {
            Objects.requireNonNull(idle).begin();
            readMore();
        }
    }

    // What goes wrong.

    private void refuse(RequestFraming.Fault fault) {
        told(fault);
        turn = Turn.ENDING;
        waiting.drop();
        outlet().writeProblem(fault.problem(), true, false);
    }

    /** In mid-body: nobody may take what came of it for the whole. */
    private void brokenRequest(RequestFraming.Fault fault) {
        ExpressTurn current = express;
        if (current != null) {
            boolean begun = current.hasBegun();
            current.gone();
            if (begun) {
                told(fault);
                current.brokenOff();
            } else {
                told(fault);
                current.answer(fault.problem());
            }
            return;
        }
        SpringTurn inSpring = spring;
        spring = null;
        if (inSpring != null && inSpring.hasBegun()) {
            told(fault);
            turn = Turn.ENDING;
            ctx().close();
        } else {
            refuse(fault);
        }
    }

    private void told(RequestFraming.Fault fault) {
        ClientGate gate = front.gate();
        if (fault.attack() && gate != null) {
            gate.malformed(ctx().channel().remoteAddress());
        }
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }
}
