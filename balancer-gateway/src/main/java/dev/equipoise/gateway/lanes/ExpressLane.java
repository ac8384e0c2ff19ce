package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forwarded.Hop;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** The requests of one connection that take the express lane, one after the other. On the event loop of the connection. */
final class ExpressLane {

    private final Conversation at;
    private final Front front;
    private final Runnable next;
    private @Nullable ExpressTurn current;

    /** @param next what follows when a request has its answer and the connection goes on */
    ExpressLane(Conversation at, Runnable next) {
        this.at = at;
        this.front = at.front();
        this.next = next;
    }

    // What the connection tells.

    void begin(HttpRequest head, RequestLine line, RouteEntry route) {
        at.turn(Turn.EXPRESS);
        front.inFlight().begun();
        ExpressTurn begun = new ExpressTurn(front, this, route, line, head);
        current = begun;
        if (!begun.hasBody()) {
            at.intake().endWithoutBody(head instanceof LastHttpContent);
        }
        begun.start();
    }

    void part(HttpContent part) {
        if (current != null) {
            current.part(part);
        } else {
            part.release();
        }
    }

    void partsEnd() {
        if (current != null) {
            current.partsEnd();
        }
    }

    void writable() {
        if (current != null) {
            current.writable();
        }
    }

    /** The client went away. */
    void gone() {
        ExpressTurn left = current;
        if (left != null) {
            current = null;
            at.turn(Turn.AWAY);
            left.gone();
            front.inFlight().ended();
            front.log(left.ended(Ended.End.CLIENT_GONE));
        }
    }

    /** In mid-body: nobody may take what came of it for the whole. */
    void broken(RequestFraming.Fault fault) {
        ExpressTurn broken = current;
        if (broken != null) {
            boolean begun = broken.hasBegun();
            broken.gone();
            front.tell(fault, at.hop().peer());
            if (begun) {
                broken.brokenOff();
            } else {
                broken.answer(fault.problem());
            }
        }
    }

    // What its request asks for and tells.

    Hop hop() {
        return at.hop();
    }

    Forwarder.Loop loop() {
        return at.loop();
    }

    long now() {
        return at.now();
    }

    Intake intake() {
        return at.intake();
    }

    Outlet outlet() {
        return at.outlet();
    }

    /** The answer is out. */
    void ended(Ended request, boolean closes) {
        current = null;
        front.inFlight().ended();
        front.log(request);
        if (closes) {
            at.end();
        } else {
            at.turn(Turn.NONE);
            next.run();
        }
    }

    void tunnel(HttpResponse head, Channel worker, ExpressTurn of) {
        current = null;
        front.inFlight().ended();
        at.leave();
        Tunnel.begin(at.context(), head, worker, of.worker(), front, of::tunnelClosed);
    }
}
