package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer: who gets it, who gets it next if that fails, what passes in which direction, and what is told of
 * the workers that had it. The states and their order are in decision 0020; what happens at one worker is an {@link Attempt}.
 * Everything happens on one event loop; nothing here knows sockets.
 */
public final class Exchange {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    enum State {
        /** Nobody has begun to answer. */
        TRYING,
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
    private final Tries tries;
    private final Upload upload;

    private State state = State.TRYING;
    /** The one that is out, or the last one. */
    private @Nullable Attempt attempt;
    /** When the client had done its part. */
    private long waitingSince;

    private boolean failed;
    private int status;

    Exchange(Forwarder forwarder, Deadlines deadlines, Links links, Order order, Client client) {
        this.forwarder = forwarder;
        this.deadlines = deadlines;
        this.links = links;
        this.order = order;
        this.client = client;
        this.tries = new Tries(forwarder, order);
        this.upload = new Upload(order.hasBody());
        this.waitingSince = deadlines.now();
    }

    /** Picks a worker. The client is told how it goes, perhaps at once. */
    public void start() {
        order.service().budget().request(waitingSince);
        choose();
    }

    // What the client does.

    /** A part of the request's body, which is the exchange's to release. */
    public void part(HttpContent part) {
        Link to = link();
        if (state == State.DONE || state == State.TUNNELLING || !upload.isOpen()) {
            part.release();
        } else if (to == null) {
            upload.hold(part);
        } else {
            send(to, part);
        }
    }

    /** For now that was all of the body. */
    public void partsEnd() {
        Link to = link();
        if (to != null) {
            to.flush();
            askForMore(to);
        }
    }

    public void clientWritable() {
        Link from = link();
        if (state == State.ANSWERING && from != null) {
            arm(forwarder.idleNanos());
            from.read();
        }
    }

    /** The client has gone, or its request turned out to be none. What a worker does for it is for nobody. */
    public void clientGone() {
        if (state == State.DONE || state == State.TUNNELLING) {
            return;
        }
        if (attempt != null) {
            attempt.call().ignored();
        }
        finish();
    }

    // Who gets it.

    private void choose() {
        Attempt next = tries.next(this);
        if (next == null) {
            nobody();
            return;
        }
        attempt = next;
        deadlines.add(next);
        links.lease(next.worker(), next, tries.needFreshLink());
    }

    private void nobody() {
        boolean busy = tries.areOthersBusy();
        Failure before = tries.lastFailure();
        if (before == null) {
            giveUp(busy ? Unanswered.ALL_BUSY : Unanswered.NO_WORKER);
            return;
        }
        log.warn(
                "{} failed with {}, and {}: {}",
                order.asked(),
                tries,
                busy ? "the others are busy" : "nobody else is there",
                before);
        boolean mayHaveActed = before == Failure.BROKEN || before == Failure.FRAMING;
        giveUp(busy && !mayHaveActed ? Unanswered.ALL_BUSY : before.unanswered());
    }

    // The request's way.

    void connected(Attempt at, Link link) {
        if (!order.keepsHost()) {
            Heads.setHost(order.head(), at.worker());
        }
        link.write(order.head());
        if (order.hasBody()) {
            arm(forwarder.idleNanos());
            for (HttpContent part = upload.held(); part != null; part = upload.held()) {
                send(link, part);
            }
        } else {
            upload.end(link);
            requestSent(at);
        }
        link.flush();
        link.read();
        askForMore(link);
    }

    private void send(Link to, HttpContent part) {
        Attempt at = attempt;
        if (!upload.send(to, part)) {
            arm(forwarder.idleNanos());
        } else if (at != null) {
            requestSent(at);
        }
    }

    private void requestSent(Attempt at) {
        if (!at.isWaiting()) {
            return;
        }
        long now = deadlines.now();
        if (upload.isTaken()) {
            waitingSince = now;
        }
        at.deadline = Math.min(now + forwarder.tryNanos(), waitingSince + forwarder.totalNanos());
    }

    void workerWritable(Link link) {
        askForMore(link);
    }

    private void askForMore(Link from) {
        if (upload.isOpen() && from.isWritable()) {
            client.demand();
        }
    }

    // The answer's way.

    boolean asksForAnotherProtocol() {
        return order.upgrade();
    }

    HttpMethod method() {
        return order.head().method();
    }

    void informational(HttpResponse head) {
        client.informational(head);
    }

    void answers(Attempt at, HttpResponse head) {
        state = State.ANSWERING;
        status = head.status().code();
        failed = Heads.saysFailure(status);
        arm(forwarder.idleNanos());
        Heads.fromWorker(head, method());
        tries.keepSession(at, head);
        client.head(head);
    }

    void answerPart(Attempt at, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        arm(forwarder.idleNanos());
        client.part(content, last);
        if (last && state == State.ANSWERING) {
            complete(at);
        }
    }

    /** A round of reading is over. Whether to read again at once. */
    boolean wantsMoreOf(Attempt at) {
        if (at.isAnswering()) {
            client.flush();
            return client.isWritable();
        }
        return at.isWaiting();
    }

    private void complete(Attempt at) {
        tries.told(at, failed ? Outcome.FAILED : Outcome.SUCCEEDED);
        if (failed) {
            at.call().failed();
        } else {
            at.call().succeeded();
        }
        boolean reusable = upload.isComplete();
        state = State.DONE;
        deadlines.remove(at);
        at.complete(reusable);
        finish();
        client.answered();
    }

    void switched(Attempt at, HttpResponse head, Link link) {
        state = State.TUNNELLING;
        status = head.status().code();
        tries.told(at, Outcome.SUCCEEDED);
        deadlines.remove(at);
        client.switched(head, link.detach());
    }

    /** The tunnel has ended, whoever ended it. */
    public void tunnelClosed() {
        Attempt tunnel = attempt;
        if (state == State.TUNNELLING && tunnel != null) {
            state = State.DONE;
            tunnel.call().succeeded();
            tries.explain();
        }
    }

    // What goes wrong.

    void broken(Attempt at, boolean stale) {
        if (stale && tries.forgiveStale(at, !upload.isTaken(), deadlines.now())) {
            leave(at);
            forwarder.retried();
            choose();
        } else {
            failed(at, Failure.BROKEN);
        }
    }

    void late(Attempt at) {
        Link to = at.link();
        if (!upload.isComplete() && to != null && to.isWritable()) {
            at.call().ignored();
            giveUp(Unanswered.CLIENT_STALLED);
        } else {
            failed(at, Failure.LATE);
        }
    }

    void stalled(Attempt at) {
        Link to = at.link();
        boolean clientOwes = !client.isWritable() || (!upload.isComplete() && to != null && to.isWritable());
        if (clientOwes) {
            at.call().ignored();
            answerBroken(at, null);
        } else {
            answerBroken(at, Outcome.FAILED);
        }
    }

    /** This attempt failed before an answer of its worker began. */
    void failed(Attempt at, Failure failure) {
        tries.failed(at, failure);
        leave(at);
        long now = deadlines.now();
        boolean inTime = now - waitingSince < forwarder.totalNanos();
        if (inTime && tries.mayGoOn(failure, !upload.isTaken(), now)) {
            forwarder.retried();
            choose();
            return;
        }
        log.warn("{} failed with {}: {}", order.asked(), tries, failure);
        giveUp(failure.unanswered());
    }

    void answerBroken(Attempt at, @Nullable Outcome outcome) {
        tries.told(at, outcome);
        at.call().failed();
        finish();
        client.brokenOff();
    }

    private void giveUp(Unanswered why) {
        finish();
        client.unanswered(why);
    }

    private void finish() {
        state = State.DONE;
        if (attempt != null) {
            leave(attempt);
        }
        upload.drop();
        tries.explain();
    }

    private void leave(Attempt at) {
        deadlines.remove(at);
        at.drop();
    }

    private void arm(long nanos) {
        if (attempt != null) {
            attempt.deadline = deadlines.now() + nanos;
        }
    }

    private @Nullable Link link() {
        return attempt == null ? null : attempt.link();
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
        return attempt == null ? null : attempt.worker();
    }

    /** How many workers got it. */
    public int tries() {
        return tries.count();
    }

    /** Of the worker's answer; 0 before. */
    public int status() {
        return status;
    }

    /** Whether all of the request has come. */
    public boolean isRequestComplete() {
        return upload.isComplete();
    }
}
