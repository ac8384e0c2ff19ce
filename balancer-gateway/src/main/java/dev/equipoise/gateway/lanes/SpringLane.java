package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Exchange;
import dev.equipoise.gateway.forward.RawTarget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.IdleTimeoutHandler;

/**
 * The requests of one connection that take Spring's lane, one after the other: they go to the web framework behind the front, whose answers come
 * back this way. On the event loop of the connection.
 */
final class SpringLane {

    private final Conversation at;
    private final Front front;
    private final Runnable next;
    private @Nullable SpringTurn current;

    /** @param next what follows when a request has its answer and the connection goes on */
    SpringLane(Conversation at, Runnable next) {
        this.at = at;
        this.front = at.front();
        this.next = next;
    }

    // What the client does.

    void begin(HttpRequest head, RequestLine line, @Nullable RouteEntry route) {
        ChannelHandlerContext context = at.context();
        at.turn(Turn.SPRING);
        current = new SpringTurn(
                head, line.path(), route, at.now(), front.begin(context.channel(), head, line.path(), at.hop()));
        RawTarget.replace(head, context.channel());
        context.fireChannelRead(head);
    }

    void part(HttpContent part) {
        boolean last = part instanceof LastHttpContent;
        if (part instanceof LastHttpContent end && current != null) {
            current.requestEnded(end);
        }
        at.context().fireChannelRead(part);
        if (last && current != null && current.isAnswered()) {
            ended();
        }
    }

    /** The client went away. */
    void gone() {
        SpringTurn left = current;
        if (left != null && !left.isAnswered()) {
            current = null;
            at.turn(Turn.AWAY);
            log(left, Ended.End.CLIENT_GONE);
        }
    }

    /** In mid-body: nobody may take what came of it for the whole. */
    void broken(RequestFraming.Fault fault) {
        SpringTurn broken = current;
        current = null;
        if (broken == null) {
            at.refuse(fault);
        } else if (broken.hasBegun()) {
            front.tell(fault, at.hop().peer());
            at.turn(Turn.ENDING);
            at.context().close();
            log(broken, Ended.End.BROKEN_OFF);
        } else {
            long bytes = at.refuse(fault);
            broken.refused(fault.problem().status(), bytes, at.now());
            log(broken, Ended.End.COMPLETE);
        }
    }

    // What the web framework does.

    void write(Object message, ChannelPromise promise) {
        SpringTurn answered = current;
        if (answered == null) {
            at.context().write(message, promise);
            return;
        }
        answered.sees(message, at.now());
        at.context().write(message, promise);
        if (answered.isUpgraded()) {
            at.turn(Turn.AWAY);
            current = null;
            log(answered, Ended.End.COMPLETE);
        } else if (answered.isAnswered() && !at.intake().isOpen()) {
            ended();
        }
    }

    private void ended() {
        SpringTurn ended = current;
        if (ended == null) {
            return;
        }
        current = null;
        log(ended, Ended.End.COMPLETE);
        if (ended.closes()) {
            at.end();
        } else {
            at.turn(Turn.NONE);
            // Not from within what is writing.
            at.context().executor().execute(next);
        }
    }

    private void log(SpringTurn ended, Ended.End how) {
        front.log(ended.ended(how, at.now(), at.hop().peerText()));
    }

    // What the forwarder behind the web framework does.

    void carriedBy(Exchange exchange) {
        if (current != null) {
            current.carriedBy(exchange);
        }
    }

    void informational(HttpResponse head) {
        if (current != null && current.takes(head)) {
            at.outlet().writeInformational(head);
        }
    }

    HttpHeaders trailers() {
        return current == null ? EmptyHttpHeaders.INSTANCE : current.trailers();
    }

    void takeOver(HttpResponse head, Channel worker, Runnable closed) {
        SpringTurn upgraded = current;
        current = null;
        at.leave();
        IdleTimeoutHandler.removeIdleTimeoutHandler(at.context().pipeline());
        Tunnel.begin(at.context(), head, worker, upgraded == null ? null : upgraded.worker(), front, () -> {
            closed.run();
            if (upgraded != null) {
                upgraded.sees(head, at.now());
                log(upgraded, Ended.End.TUNNEL_CLOSED);
            }
        });
    }
}
