package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.ClientConnection;
import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.RawTarget;
import dev.equipoise.gateway.forwarded.Hop;
import dev.equipoise.gateway.problem.Problem;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.EmptyHttpHeaders;
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
    private @Nullable ChannelHandlerContext context;
    private @Nullable Intake intake;
    private @Nullable Outlet outlet;
    private @Nullable Watchdog idle;
    private @Nullable Watchdog heads;
    private Forwarder.@Nullable Loop loop;
    private Turn turn = Turn.NONE;
    private @Nullable ExpressTurn express;
    private @Nullable SpringTurn spring;
    /** Whether reactor-netty may have put its handler for idle connections in. */
    private boolean mayHaveIdleHandler = true;

    private boolean taking;

    /** @param codec in front of it */
    FrontHandler(Front front, Hop hop, FrontCodec codec) {
        this.front = front;
        this.hop = hop;
        this.codec = codec;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        loop = front.forwarder().loopOf(added.channel());
        Intake created = new Intake(added, front.limits().maxBody().toBytes());
        intake = created;
        outlet = new Outlet(added, front.problems(), created::isOpen);
        idle = new Watchdog(added.executor(), front.idleNanos(), this::now, added::close);
        heads = new Watchdog(added.executor(), front.limits().headTimeout().toNanos(), this::now, this::headIsLate);
    }

    // In.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (turn == Turn.AWAY || !(message instanceof HttpObject)) {
            ctx.fireChannelRead(message);
        } else if (intake().isOwedEnd(message)) {
            ReferenceCountUtil.release(message);
        } else if (turn == Turn.ENDING) {
            outlet().discard((HttpObject) message);
        } else if (intake().isAhead() || !isDue(message)) {
            intake().hold(message);
        } else {
            take((HttpObject) message);
        }
    }

    /** Whether it belongs to the current request, or there is none. */
    private boolean isDue(Object message) {
        return turn == Turn.NONE || intake().isOfCurrent(message);
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
        Objects.requireNonNull(heads).end();
        Objects.requireNonNull(idle).end();
        RequestFraming.Fault fault = front.faultOf(head);
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
            spring = new SpringTurn(
                    head, line.path(), route, now(), front.begin(ctx().channel(), head, line.path(), hop));
            RawTarget.replace(head, ctx().channel());
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
            intake().endWithoutBody(head instanceof LastHttpContent);
        }
        begun.start();
    }

    private void body(HttpContent part) {
        if (part.decoderResult().isFailure()) {
            RequestFraming.Fault fault =
                    RequestFraming.undecodable(part.decoderResult().cause());
            part.release();
            brokenRequest(fault);
            return;
        }
        if (intake().isTooLong(part.content().readableBytes())) {
            part.release();
            brokenRequest(RequestFraming.TOO_LONG);
            return;
        }
        boolean last = part instanceof LastHttpContent;
        if (last) {
            intake().end();
        }
        if (turn == Turn.EXPRESS && express != null) {
            express.part(part);
        } else {
            if (part instanceof LastHttpContent end && spring != null) {
                spring.requestEnded(end);
            }
            ctx().fireChannelRead(part);
            if (last && spring != null && spring.isAnswered()) {
                springEnded();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        intake().hasRead();
        if (codec.isWithinHead() && turn != Turn.ENDING && turn != Turn.AWAY) {
            Objects.requireNonNull(heads).begin();
        }
        partsEnd();
        ctx.fireChannelReadComplete();
    }

    /** What was there has been taken. While a request is being answered we read on to hear when its client goes away. */
    private void partsEnd() {
        if (turn == Turn.EXPRESS && express != null) {
            express.partsEnd();
        }
        if (turn == Turn.NONE || turn == Turn.ENDING || turn == Turn.EXPRESS && !intake().isOpen()) {
            intake().readMore();
        }
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
        intake().drop();
        ExpressTurn left = express;
        SpringTurn leftSpring = spring;
        if (turn == Turn.EXPRESS && left != null) {
            express = null;
            turn = Turn.AWAY;
            left.gone();
            front.inFlight().ended();
            front.log(left.ended(Ended.End.CLIENT_GONE));
        } else if (turn == Turn.SPRING && leftSpring != null && !leftSpring.isAnswered()) {
            spring = null;
            turn = Turn.AWAY;
            front.log(leftSpring.ended(Ended.End.CLIENT_GONE, now(), hop.peerText()));
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
            front.log(current.ended(Ended.End.COMPLETE, now(), hop.peerText()));
        } else if (current.isAnswered() && !intake().isOpen()) {
            springEnded();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        intake().read();
    }

    private void springEnded() {
        SpringTurn ended = spring;
        if (ended == null) {
            return;
        }
        spring = null;
        front.log(ended.ended(Ended.End.COMPLETE, now(), hop.peerText()));
        if (ended.closes()) {
            turn = Turn.ENDING;
            intake().drop();
        } else {
            turn = Turn.NONE;
            // Not from within what is writing.
            ctx().executor().execute(this::next);
        }
    }

    // What the express lane does.

    Hop hop() {
        return hop;
    }

    long now() {
        return Objects.requireNonNull(loop).nanoTime();
    }

    Outlet outlet() {
        return Objects.requireNonNull(outlet);
    }

    Intake intake() {
        return Objects.requireNonNull(intake);
    }

    /** The answer of the express lane is out. */
    void ended(Ended request, boolean closes) {
        express = null;
        front.inFlight().ended();
        front.log(request);
        if (closes) {
            turn = Turn.ENDING;
            intake().drop();
        } else {
            turn = Turn.NONE;
            next();
        }
    }

    void tunnel(HttpResponse head, Channel worker, ExpressTurn of) {
        turn = Turn.AWAY;
        express = null;
        front.inFlight().ended();
        intake().drop();
        Tunnel.begin(ctx(), head, worker, of.worker(), front, of::tunnelClosed);
    }

    // What Spring's lane asks for.

    @Override
    public void carriedBy(Exchange exchange) {
        if (spring != null) {
            spring.carriedBy(exchange);
        }
    }

    @Override
    public void informational(HttpResponse head) {
        if (spring != null && spring.takes(head)) {
            outlet().writeInformational(head);
        }
    }

    @Override
    public HttpHeaders trailers() {
        return spring == null ? EmptyHttpHeaders.INSTANCE : spring.trailers();
    }

    @Override
    public void takeOver(HttpResponse head, Channel worker, Runnable closed) {
        SpringTurn upgraded = spring;
        spring = null;
        turn = Turn.AWAY;
        intake().drop();
        IdleTimeoutHandler.removeIdleTimeoutHandler(ctx().pipeline());
        Tunnel.begin(ctx(), head, worker, upgraded == null ? null : upgraded.worker(), front, () -> {
            closed.run();
            if (upgraded != null) {
                upgraded.sees(head, now());
                front.log(upgraded.ended(Ended.End.TUNNEL_CLOSED, now(), hop.peerText()));
            }
        });
    }

    // Between requests.

    private void next() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            Object message = intake().peek();
            while (message != null && turn != Turn.ENDING && isDue(message)) {
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
        if (turn == Turn.NONE) {
            Objects.requireNonNull(idle).begin();
        }
        partsEnd();
    }

    // What goes wrong.

    private void headIsLate() {
        if (turn == Turn.NONE) {
            refuse(new RequestFraming.Fault(Problem.requestTimeout(), false));
        }
    }

    private void refuse(RequestFraming.Fault fault) {
        front.tell(fault, hop.peer());
        turn = Turn.ENDING;
        intake().drop();
        outlet().writeProblem(fault.problem(), true, false);
    }

    /** In mid-body: nobody may take what came of it for the whole. */
    private void brokenRequest(RequestFraming.Fault fault) {
        ExpressTurn current = express;
        SpringTurn inSpring = spring;
        spring = null;
        if (current != null) {
            boolean begun = current.hasBegun();
            current.gone();
            front.tell(fault, hop.peer());
            if (begun) {
                current.brokenOff();
            } else {
                current.answer(fault.problem());
            }
        } else if (inSpring != null && inSpring.hasBegun()) {
            front.tell(fault, hop.peer());
            turn = Turn.ENDING;
            ctx().close();
        } else {
            refuse(fault);
        }
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context);
    }
}
