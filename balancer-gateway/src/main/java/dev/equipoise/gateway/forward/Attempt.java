package dev.equipoise.gateway.forward;

import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.balancing.Picked;
import dev.equipoise.gateway.tracing.TryTrace;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * A request at one worker: its connection, its deadline, and what of the answer is fit to pass on. Its exchange is told, and decides
 * what becomes of it. On the event loop of the exchange.
 */
final class Attempt extends Timed implements LinkUser {

    enum State {
        /** A connection is on its way. */
        CONNECTING,
        /** The worker has the request, or a part of it, and has not begun to answer. */
        WAITING,
        /** Its answer passes. */
        ANSWERING,
        /** Nothing more comes of it. */
        OVER
    }

    private final Exchange exchange;
    private final Worker worker;
    private final Call call;
    private final long startedAt;
    private final TryTrace trace;
    private State state = State.CONNECTING;
    private @Nullable Link link;
    private @Nullable HttpResponse switching;
    private boolean keepsOpen;

    /** @param now when it begins */
    Attempt(Exchange exchange, Picked picked, long now, TryTrace trace) {
        this.exchange = exchange;
        this.worker = picked.worker();
        this.call = picked.call();
        this.startedAt = now;
        this.trace = trace;
    }

    long startedAt() {
        return startedAt;
    }

    Worker worker() {
        return worker;
    }

    Call call() {
        return call;
    }

    TryTrace trace() {
        return trace;
    }

    /** Its connection; null before there is one, and after. */
    @Nullable
    Link link() {
        return link;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    boolean isAnswering() {
        return state == State.ANSWERING;
    }

    /** Nothing more is heard of it, and the worker learns that what it is doing is for nobody. */
    void drop() {
        Link dropped = link;
        end();
        if (dropped != null) {
            dropped.close();
        }
    }

    /** The connection may be used again, or it may not. */
    void complete(boolean reusable) {
        Link used = link;
        end();
        if (used != null && reusable && keepsOpen) {
            used.release();
        } else if (used != null) {
            used.close();
        }
    }

    private void end() {
        state = State.OVER;
        deadline = NEVER;
        link = null;
        trace.ended();
    }

    // What the connection tells.

    @Override
    public void opened(Link opened) {
        if (state != State.CONNECTING) {
            opened.release();
            return;
        }
        link = opened;
        state = State.WAITING;
        exchange.connected(this, opened);
    }

    @Override
    public void refused(Throwable cause) {
        if (state == State.CONNECTING) {
            exchange.failed(this, Failure.REFUSED);
        }
    }

    @Override
    public void busy() {
        if (state == State.CONNECTING) {
            exchange.failed(this, Failure.BUSY);
        }
    }

    @Override
    public void received(HttpObject part) {
        DecoderResult decoded = part.decoderResult();
        if (decoded.isFailure()) {
            ReferenceCountUtil.release(part);
            undecodable(decoded.cause());
        } else if (part instanceof HttpResponse head) {
            head(head);
        } else if (part instanceof HttpContent content) {
            content(content);
        } else {
            ReferenceCountUtil.release(part);
        }
    }

    @Override
    public void receivedAll() {
        Link from = link;
        if (from != null && exchange.wantsMoreOf(this)) {
            from.read();
        }
    }

    @Override
    public void linkWritable() {
        Link to = link;
        if (to != null) {
            exchange.workerWritable(to);
        }
    }

    @Override
    public void broken(Throwable cause) {
        Link.Past past = link == null ? Link.Past.NEW : link.past();
        link = null;
        if (state == State.WAITING) {
            exchange.broken(this, past);
        } else if (state == State.ANSWERING) {
            exchange.answerBroken(this, Outcome.FAILED);
        }
    }

    @Override
    public HttpMethod method() {
        return exchange.method();
    }

    @Override
    public boolean isPatient() {
        return !exchange.hasWholeRequest();
    }

    @Override
    void expired() {
        if (state == State.WAITING) {
            exchange.late(this);
        } else if (state == State.ANSWERING) {
            exchange.stalled(this);
        }
    }

    // The answer.

    private void head(HttpResponse head) {
        if (state != State.WAITING) {
            ReferenceCountUtil.release(head);
            undecodable(new IllegalArgumentException("a second answer"));
            return;
        }
        int code = head.status().code();
        if (code == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            if (!exchange.asksForAnotherProtocol()) {
                undecodable(new IllegalArgumentException("another protocol that nobody asked for"));
                return;
            }
            switching = head;
            call.responded();
            trace.answered(code);
            deadline = NEVER;
        } else if (code < 200) {
            exchange.informational(head);
        } else if (!Heads.isFramed(head)) {
            undecodable(new IllegalArgumentException("a transfer coding that nobody asked for"));
        } else {
            state = State.ANSWERING;
            keepsOpen = HttpUtil.isKeepAlive(head) && Heads.endsByItself(head, method());
            call.responded();
            trace.answered(code);
            exchange.answers(this, head);
        }
    }

    private void content(HttpContent content) {
        HttpResponse agreed = switching;
        if (agreed != null) {
            content.release();
            Link used = link;
            if (content instanceof LastHttpContent && state == State.WAITING && used != null) {
                end();
                exchange.switched(this, agreed, used);
            }
        } else if (state == State.ANSWERING) {
            exchange.answerPart(this, content);
        } else {
            // Ends a 1xx.
            content.release();
        }
    }

    private void undecodable(Throwable cause) {
        Failure failure = Failure.undecodable(cause);
        if (state == State.WAITING) {
            exchange.failed(this, failure);
        } else if (state == State.ANSWERING) {
            exchange.answerBroken(this, failure == Failure.FRAMING ? Outcome.FRAMING : Outcome.FAILED);
        }
    }
}
