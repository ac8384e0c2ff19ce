package dev.equipoise.gateway.forward;

import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer: who gets it, who gets it next if that fails, what passes in which direction, and what is told of
 * the workers that had it. The states and their order are in decision 0020. Everything happens on one event loop; nothing here
 * knows sockets.
 */
public final class Exchange extends Timed implements LinkUser {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    enum State {
        /** Nobody has it. */
        CHOOSING,
        /** A worker was picked; a connection to it is on its way. */
        CONNECTING,
        /** A worker has it, or a part of it, and has not begun to answer. */
        WAITING,
        /** The answer passes. */
        ANSWERING,
        /** Both sides speak another protocol. */
        TUNNELLING,
        DONE
    }

    private final Forwarder forwarder;
    private final Deadlines deadlines;
    private final Links links;
    private final Order order;
    private final Client client;
    private final List<String> tried = new ArrayList<>(2);
    private final long startedAt;
    /** What of the body came before there was a connection: no more than one read of the client's. */
    private @Nullable ArrayDeque<HttpContent> early;

    private State state = State.CHOOSING;
    private @Nullable Worker worker;
    private @Nullable Call call;
    private @Nullable Link link;
    private @Nullable Failure lastFailure;
    private long waitingSince;
    private boolean bodyTaken;
    private boolean requestComplete;
    private boolean staleForgiven;
    private boolean linkKeepsOpen;
    private @Nullable HttpResponse switching;
    private boolean failed;
    private int status;

    Exchange(Forwarder forwarder, Deadlines deadlines, Links links, Order order, Client client) {
        this.forwarder = forwarder;
        this.deadlines = deadlines;
        this.links = links;
        this.order = order;
        this.client = client;
        this.startedAt = deadlines.now();
        this.waitingSince = startedAt;
    }

    /** Picks a worker. The client is told how it goes, perhaps at once. */
    public void start() {
        order.service().budget().request(startedAt);
        deadlines.add(this);
        choose();
    }

    // What the client does.

    /** A part of the request's body, which is the exchange's to release. */
    public void part(HttpContent part) {
        if (state == State.DONE || state == State.TUNNELLING || !order.hasBody() || requestComplete) {
            part.release();
            return;
        }
        Link to = link;
        if (to == null || state == State.CONNECTING) {
            if (early == null) {
                early = new ArrayDeque<>(4);
            }
            early.add(part);
            return;
        }
        send(to, part);
    }

    /** For now that was all of the body. */
    public void partsEnd() {
        Link to = link;
        if (to != null && state != State.CONNECTING) {
            to.flush();
            askForMore(to);
        }
    }

    public void clientWritable() {
        if (state == State.ANSWERING && link != null) {
            arm(forwarder.idleNanos());
            link.read();
        }
    }

    /** The client has gone, or its request turned out to be none. What a worker does for it is for nobody. */
    public void clientGone() {
        if (state == State.DONE || state == State.TUNNELLING) {
            return;
        }
        if (call != null) {
            call.ignored();
        }
        finish();
        dropLink();
    }

    // Who gets it.

    private void choose() {
        state = State.CHOOSING;
        PickRequest request = tried.isEmpty() ? order.pick() : order.pick().without(tried);
        Worker next = order.service().balancer().pick(request);
        if (next == null) {
            nobody(request);
            return;
        }
        worker = next;
        tried.add(next.id());
        call = order.service().balancer().tracker().start(next);
        state = State.CONNECTING;
        deadline = NEVER;
        links.lease(next, this);
    }

    private void nobody(PickRequest request) {
        boolean busy = order.service().balancer().hasUntried(request);
        Failure before = lastFailure;
        if (before == null) {
            giveUp(busy ? Unanswered.ALL_BUSY : Unanswered.NO_WORKER);
            return;
        }
        log.warn(
                "{} failed with {}, and {}: {}",
                asked(),
                tried,
                busy ? "the others are busy" : "nobody else is there",
                before);
        boolean mayHaveActed = before == Failure.BROKEN || before == Failure.FRAMING;
        giveUp(busy && !mayHaveActed ? Unanswered.ALL_BUSY : before.unanswered());
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
        if (!order.keepsHost()) {
            Heads.setHost(order.head(), chosen());
        }
        opened.write(order.head());
        if (order.hasBody()) {
            arm(forwarder.idleNanos());
            sendEarly(opened);
        } else {
            opened.write(LastHttpContent.EMPTY_LAST_CONTENT);
            requestSent();
        }
        opened.flush();
        opened.read();
        askForMore(opened);
    }

    @Override
    public void refused(Throwable cause) {
        if (state == State.CONNECTING) {
            fail(Failure.REFUSED);
        }
    }

    @Override
    public void busy() {
        if (state == State.CONNECTING) {
            fail(Failure.BUSY);
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
        if (state == State.ANSWERING) {
            client.flush();
            if (link != null && client.isWritable()) {
                link.read();
            }
        } else if (state == State.WAITING && link != null) {
            link.read();
        }
    }

    @Override
    public void linkWritable() {
        if (link != null) {
            askForMore(link);
        }
    }

    @Override
    public void broken(Throwable cause) {
        boolean wasReused = link != null && link.isReused();
        link = null;
        if (state == State.WAITING) {
            if (wasReused && !staleForgiven && mayTryAgain(Failure.BROKEN)) {
                staleForgiven = true;
                forgive();
            } else {
                fail(Failure.BROKEN);
            }
        } else if (state == State.ANSWERING) {
            breakOff(Outcome.FAILED);
        }
    }

    @Override
    public HttpMethod method() {
        return order.head().method();
    }

    @Override
    void expired() {
        switch (state) {
            case WAITING -> {
                boolean clientOwes = !requestComplete && link != null && link.isWritable();
                dropLink();
                if (clientOwes) {
                    currentCall().ignored();
                    giveUp(Unanswered.CLIENT_STALLED);
                } else {
                    fail(Failure.LATE);
                }
            }
            case ANSWERING -> {
                boolean clientOwes = !client.isWritable() || (!requestComplete && link != null && link.isWritable());
                if (clientOwes) {
                    currentCall().ignored();
                    breakOff(null);
                } else {
                    breakOff(Outcome.FAILED);
                }
            }
            default -> {}
        }
    }

    // The request's way.

    private void sendEarly(Link to) {
        if (early == null) {
            return;
        }
        for (HttpContent part = early.poll(); part != null; part = early.poll()) {
            send(to, part);
        }
    }

    private void send(Link to, HttpContent part) {
        bodyTaken = true;
        boolean last = part instanceof LastHttpContent;
        to.write(part);
        if (last) {
            requestSent();
        } else {
            arm(forwarder.idleNanos());
        }
    }

    private void requestSent() {
        requestComplete = true;
        if (state != State.WAITING) {
            return;
        }
        long now = deadlines.now();
        if (bodyTaken) {
            waitingSince = now;
        }
        deadline = Math.min(now + forwarder.tryNanos(), waitingSince + forwarder.totalNanos());
    }

    private void askForMore(Link from) {
        if (!requestComplete && order.hasBody() && from.isWritable()) {
            client.demand();
        }
    }

    // The answer's way.

    private void head(HttpResponse head) {
        if (state != State.WAITING) {
            ReferenceCountUtil.release(head);
            undecodable(new IllegalArgumentException("a second answer"));
            return;
        }
        int code = head.status().code();
        if (code == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            if (!order.upgrade()) {
                undecodable(new IllegalArgumentException("another protocol that nobody asked for"));
                return;
            }
            switching = head;
            status = code;
            currentCall().responded();
            deadline = NEVER;
            return;
        }
        if (code < 200) {
            client.informational(head);
            return;
        }
        if (!Heads.isFramed(head)) {
            undecodable(new IllegalArgumentException("a transfer coding that nobody asked for"));
            return;
        }
        state = State.ANSWERING;
        status = code;
        failed = isFailure(code);
        linkKeepsOpen = HttpUtil.isKeepAlive(head) && Heads.endsByItself(head, method());
        currentCall().responded();
        arm(forwarder.idleNanos());
        Heads.fromWorker(head, method());
        client.head(head);
    }

    private void content(HttpContent content) {
        if (switching != null) {
            content.release();
            if (content instanceof LastHttpContent) {
                switchProtocols();
            }
        } else if (state == State.ANSWERING) {
            boolean last = content instanceof LastHttpContent;
            arm(forwarder.idleNanos());
            client.part(content, last);
            if (last) {
                complete();
            }
        } else {
            // Ends a 1xx.
            content.release();
        }
    }

    private void complete() {
        if (state != State.ANSWERING) {
            return;
        }
        told(failed ? Outcome.FAILED : Outcome.SUCCEEDED);
        if (failed) {
            currentCall().failed();
        } else {
            currentCall().succeeded();
        }
        Link used = link;
        link = null;
        boolean reusable = requestComplete && linkKeepsOpen;
        finish();
        if (used != null) {
            if (reusable) {
                used.release();
            } else {
                used.close();
            }
        }
        client.answered();
    }

    private void switchProtocols() {
        HttpResponse head = switching;
        Link used = link;
        if (state != State.WAITING || head == null || used == null) {
            return;
        }
        state = State.TUNNELLING;
        told(Outcome.SUCCEEDED);
        link = null;
        deadlines.remove(this);
        client.switched(head, used.detach());
    }

    /** The tunnel has ended, whoever ended it. */
    public void tunnelClosed() {
        if (state == State.TUNNELLING) {
            state = State.DONE;
            currentCall().succeeded();
            explain();
        }
    }

    // What goes wrong.

    private void undecodable(Throwable cause) {
        boolean framing =
                !(cause instanceof TooLongFrameException) && !(cause instanceof PrematureChannelClosureException);
        if (state == State.WAITING) {
            dropLink();
            if (cause instanceof PrematureChannelClosureException) {
                fail(Failure.BROKEN);
            } else {
                fail(framing ? Failure.FRAMING : Failure.OTHER);
            }
        } else if (state == State.ANSWERING) {
            breakOff(framing ? Outcome.FRAMING : Outcome.FAILED);
        }
    }

    private void fail(Failure failure) {
        Worker had = chosen();
        told(failure.outcome());
        if (failure == Failure.REFUSED) {
            forwarder.refusedBy(had);
        }
        currentCall().failed();
        lastFailure = failure;
        if (tried.size() - (staleForgiven ? 1 : 0) <= forwarder.retries() && mayTryAgain(failure)) {
            forwarder.retried();
            choose();
            return;
        }
        log.warn("{} failed with {}: {}", asked(), tried, failure);
        giveUp(failure.unanswered());
    }

    /** The worker closed an idle connection in the moment it was used again: that says nothing of the worker. */
    private void forgive() {
        currentCall().ignored();
        lastFailure = Failure.BROKEN;
        forwarder.retried();
        choose();
    }

    private boolean mayTryAgain(Failure failure) {
        boolean replayable = !bodyTaken;
        boolean idempotent = Heads.isIdempotent(method()) && !order.upgrade();
        return failure.allowsAnotherTry(replayable, idempotent)
                && order.service().budget().tryRetry(deadlines.now());
    }

    private void giveUp(Unanswered why) {
        finish();
        client.unanswered(why);
    }

    private void breakOff(@Nullable Outcome outcome) {
        told(outcome);
        currentCall().failed();
        finish();
        dropLink();
        client.brokenOff();
    }

    private void dropLink() {
        Link dropped = link;
        link = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    private void finish() {
        state = State.DONE;
        deadlines.remove(this);
        if (early != null) {
            early.forEach(HttpContent::release);
            early.clear();
        }
        explain();
    }

    private void arm(long nanos) {
        deadline = deadlines.now() + nanos;
    }

    private void told(@Nullable Outcome outcome) {
        if (outcome != null) {
            forwarder.saw(chosen(), outcome);
        }
    }

    private void explain() {
        if (order.pick().trace() != null && !tried.isEmpty()) {
            forwarder.explain(order, tried.size(), worker);
        }
    }

    private Worker chosen() {
        return Objects.requireNonNull(worker);
    }

    private Call currentCall() {
        return Objects.requireNonNull(call);
    }

    private String asked() {
        String target = order.head().uri();
        int query = target.indexOf('?');
        return order.head().method() + " " + (query < 0 ? target : target.substring(0, query));
    }

    /** A worker that answers so did not do its work; 501 and 505 speak of the request. */
    private static boolean isFailure(int code) {
        return code == HttpResponseStatus.TOO_MANY_REQUESTS.code()
                || (code >= 500
                        && code != HttpResponseStatus.NOT_IMPLEMENTED.code()
                        && code != HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED.code());
    }

    // For the log, and for who looks.

    State state() {
        return state;
    }

    public Service service() {
        return order.service();
    }

    /** Who has it, or had it last; null before the first pick. */
    public @Nullable Worker worker() {
        return worker;
    }

    /** How many workers got it. */
    public int tries() {
        return tried.size();
    }

    /** Of the worker's answer; 0 before. */
    public int status() {
        return status;
    }

    /** Whether all of the request has come. */
    public boolean isRequestComplete() {
        return requestComplete;
    }
}
