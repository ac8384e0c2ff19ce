package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: who gets it, who gets it next if that fails, what passes in which direction, and what is told of
 * the workers that had it. The states and their order are in decisions 0020 and 0025; who has it is an {@link Assignment},
 * what happens at one worker an {@link Attempt}. Everything happens on one event loop; nothing here knows sockets.
 */
public final class Exchange {

    enum State {
        /** Nobody has begun to answer; perhaps nobody has been asked yet. */
        TRYING,
        /** The answer passes. */
        ANSWERING,
        /** Both sides speak another protocol. */
        TUNNELLING,
        DONE
    }

    private final Forwarder forwarder;
    private final Deadlines deadlines;
    private final Order order;
    private final Client client;
    private final Upload upload;
    private final Assignment assignment;

    private State state = State.TRYING;
    /** While so much of the body is yet to come that nobody is asked to take it. */
    private @Nullable Gathering gathering;
    /** When the client had done its part. */
    private long waitingSince;

    private boolean failed;
    private int status;

    Exchange(Forwarder forwarder, Forwarder.LoopShare loop, Order order, Client client) {
        this.forwarder = forwarder;
        this.deadlines = loop.deadlines();
        this.order = order;
        this.client = client;
        this.upload = new Upload(order.hasBody(), order.bodyAhead(), order.isIdempotent());
        this.waitingSince = deadlines.now();
        this.assignment = new Assignment(this, forwarder, loop, order);
    }

    /** Picks a worker, once enough of the body is there. The client is told how it goes, perhaps at once. */
    public void start() {
        if (upload.isEnough()) {
            assignment.begin();
        } else {
            gathering = new Gathering();
            gathering.goOn();
        }
    }

    /** No worker waits with us for what a client sends slowly. */
    private final class Gathering extends Timed {

        Gathering() {
            deadlines.add(this);
        }

        void goOn() {
            deadline = deadlines.now() + its().idleNanos();
            client.demand();
        }

        void end() {
            deadlines.remove(this);
        }

        @Override
        void expired() {
            giveUp(Unanswered.CLIENT_STALLED);
        }
    }

    private void gather(HttpContent part) {
        upload.hold(part);
        if (gathering != null && upload.isEnough()) {
            gathered();
            waitingSince = deadlines.now();
            assignment.begin();
        }
    }

    private void gathered() {
        if (gathering != null) {
            gathering.end();
            gathering = null;
        }
    }

    // What the client does.

    /** A part of the request's body, which is the exchange's to release. */
    public void part(HttpContent part) {
        Link to = link();
        if (state == State.DONE || state == State.TUNNELLING || !upload.isOpen()) {
            part.release();
        } else if (to == null) {
            gather(part);
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
        } else if (gathering != null) {
            gathering.goOn();
        }
    }

    public void clientWritable() {
        Link from = link();
        if (state == State.ANSWERING && from != null) {
            arm(its().idleNanos());
            from.read();
        }
    }

    /** The client has gone, or its request turned out to be none. What a worker does for it is for nobody. */
    public void clientGone() {
        if (state == State.DONE || state == State.TUNNELLING) {
            return;
        }
        assignment.ignore();
        finish(Gates.End.IGNORED);
    }

    // The request's way.

    void connected(Attempt at, Link link) {
        if (!order.keepsHost()) {
            Heads.setHost(order.head(), at.worker());
        }
        at.trace().enter(order.head().headers());
        link.write(order.head());
        if (order.hasBody()) {
            arm(its().idleNanos());
            if (upload.sendHeld(link)) {
                requestSent(at);
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
        Attempt at = attempt();
        if (!upload.send(to, part)) {
            arm(its().idleNanos());
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
        at.deadline = Math.min(now + its().tryNanos(), waitingSince + its().totalNanos());
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

    boolean hasWholeRequest() {
        return !upload.isOpen();
    }

    void informational(HttpResponse head) {
        client.informational(head);
    }

    /** The first one to answer has won, unless it tells of a failure and another one may do better. */
    void answers(Attempt at, HttpResponse head) {
        status = head.status().code();
        failed = Heads.saysFailure(status);
        if (failed && assignment.race().goesOnWithout(at)) {
            its().told(at, Outcome.FAILED);
            at.call().failed();
            assignment.leave(at);
            return;
        }
        if (its().mayLeave(status, isReplayable(), deadlines.now()) && assignment.another(at)) {
            status = 0;
            forwarder.retried();
            return;
        }
        state = State.ANSWERING;
        assignment.wonBy(at);
        upload.drop();
        arm(its().idleNanos());
        Heads.fromWorker(head, method());
        its().keepSession(at, head);
        client.head(head);
    }

    void answerPart(Attempt at, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        arm(its().idleNanos());
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
        its().told(at, failed ? Outcome.FAILED : Outcome.SUCCEEDED);
        if (failed) {
            at.call().failed();
        } else {
            at.call().succeeded();
        }
        at.complete(upload.isComplete());
        finish(failed ? Gates.End.FAILED : Gates.End.SUCCEEDED);
        client.answered();
    }

    void switched(Attempt at, HttpResponse head, Link link) {
        state = State.TUNNELLING;
        status = head.status().code();
        its().told(at, Outcome.SUCCEEDED);
        assignment.wonBy(at);
        deadlines.remove(at);
        client.switched(head, link.detach());
    }

    /** The tunnel has ended, whoever ended it. */
    public void tunnelClosed() {
        Attempt tunnel = attempt();
        if (state == State.TUNNELLING && tunnel != null) {
            state = State.DONE;
            tunnel.call().succeeded();
            assignment.end(Gates.End.SUCCEEDED);
        }
    }

    // What goes wrong.

    void broken(Attempt at, Link.Past past) {
        boolean reused = past != Link.Past.NEW;
        if (reused && !assignment.race().isOfTwo() && its().mayHaveAgain(isReplayable(), deadlines.now())) {
            its().again(at, past);
            assignment.leave(at);
            forwarder.retried();
            assignment.choose();
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
        its().failed(at, failure);
        assignment.leave(at);
        if (assignment.race().goesOnWithout(at)) {
            return;
        }
        long now = deadlines.now();
        boolean inTime = now - waitingSince < its().totalNanos();
        if (inTime && its().mayGoOn(failure, isReplayable(), now)) {
            forwarder.retried();
            assignment.choose();
        } else {
            assignment.failed(failure);
        }
    }

    void answerBroken(Attempt at, @Nullable Outcome outcome) {
        its().told(at, outcome);
        at.trace().failed("broken_off");
        at.call().failed();
        finish(outcome == null ? Gates.End.IGNORED : Gates.End.FAILED);
        client.brokenOff();
    }

    void giveUp(Unanswered why) {
        long retryAfter = its().refused(why);
        finish(why.end());
        client.unanswered(why, retryAfter);
    }

    private void finish(Gates.End end) {
        state = State.DONE;
        gathered();
        upload.drop();
        assignment.end(end);
    }

    private void arm(long nanos) {
        Attempt at = attempt();
        if (at != null) {
            at.deadline = deadlines.now() + nanos;
        }
    }

    private @Nullable Link link() {
        Attempt at = attempt();
        return at == null ? null : at.link();
    }

    private @Nullable Attempt attempt() {
        return assignment.race().first();
    }

    private Tries its() {
        return assignment.tries();
    }

    /** Whether all of the request is at hand still. */
    boolean isReplayable() {
        return !upload.isTaken();
    }

    // For the log, and for who looks.

    State state() {
        return state;
    }

    public Service service() {
        return its().service();
    }

    /** Who has it, or had it last; null before the first pick. */
    public @Nullable Worker worker() {
        Attempt at = attempt();
        return at == null ? null : at.worker();
    }

    /** How many workers got it. */
    public int tries() {
        return its().count();
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
