package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
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
    private final Tries tries;
    private final long startedAt;
    private final Upload upload;

    private State state = State.CHOOSING;
    private @Nullable Link link;
    private long waitingSince;
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
        this.tries = new Tries(forwarder, order);
        this.upload = new Upload(order.hasBody());
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
        Link to = link;
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
        Link to = link;
        if (to != null) {
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
        if (tries.haveBegun()) {
            tries.call().ignored();
        }
        finish();
        dropLink();
    }

    // Who gets it.

    private void choose() {
        state = State.CHOOSING;
        Worker next = tries.next();
        if (next == null) {
            nobody();
            return;
        }
        state = State.CONNECTING;
        deadline = NEVER;
        links.lease(next, this, tries.needFreshLink());
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
            Heads.setHost(order.head(), tries.current());
        }
        opened.write(order.head());
        if (order.hasBody()) {
            arm(forwarder.idleNanos());
            for (HttpContent part = upload.held(); part != null; part = upload.held()) {
                send(opened, part);
            }
        } else {
            upload.end(opened);
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
            if (wasReused && tries.forgiveStale(!upload.isTaken(), deadlines.now())) {
                forwarder.retried();
                choose();
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
                boolean clientOwes = !upload.isComplete() && link != null && link.isWritable();
                dropLink();
                if (clientOwes) {
                    tries.call().ignored();
                    giveUp(Unanswered.CLIENT_STALLED);
                } else {
                    fail(Failure.LATE);
                }
            }
            case ANSWERING -> {
                boolean clientOwes =
                        !client.isWritable() || (!upload.isComplete() && link != null && link.isWritable());
                if (clientOwes) {
                    tries.call().ignored();
                    breakOff(null);
                } else {
                    breakOff(Outcome.FAILED);
                }
            }
            default -> {}
        }
    }

    // The request's way.

    private void send(Link to, HttpContent part) {
        if (upload.send(to, part)) {
            requestSent();
        } else {
            arm(forwarder.idleNanos());
        }
    }

    private void requestSent() {
        if (state != State.WAITING) {
            return;
        }
        long now = deadlines.now();
        if (upload.isTaken()) {
            waitingSince = now;
        }
        deadline = Math.min(now + forwarder.tryNanos(), waitingSince + forwarder.totalNanos());
    }

    private void askForMore(Link from) {
        if (upload.isOpen() && from.isWritable()) {
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
            tries.call().responded();
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
        failed = Heads.saysFailure(code);
        linkKeepsOpen = HttpUtil.isKeepAlive(head) && Heads.endsByItself(head, method());
        tries.call().responded();
        arm(forwarder.idleNanos());
        Heads.fromWorker(head, method());
        tries.keepSession(head);
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
        tries.told(failed ? Outcome.FAILED : Outcome.SUCCEEDED);
        if (failed) {
            tries.call().failed();
        } else {
            tries.call().succeeded();
        }
        Link used = link;
        link = null;
        boolean reusable = upload.isComplete() && linkKeepsOpen;
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
        tries.told(Outcome.SUCCEEDED);
        link = null;
        deadlines.remove(this);
        client.switched(head, used.detach());
    }

    /** The tunnel has ended, whoever ended it. */
    public void tunnelClosed() {
        if (state == State.TUNNELLING) {
            state = State.DONE;
            tries.call().succeeded();
            tries.explain();
        }
    }

    // What goes wrong.

    private void undecodable(Throwable cause) {
        Failure failure = Failure.undecodable(cause);
        if (state == State.WAITING) {
            dropLink();
            fail(failure);
        } else if (state == State.ANSWERING) {
            breakOff(failure == Failure.FRAMING ? Outcome.FRAMING : Outcome.FAILED);
        }
    }

    private void fail(Failure failure) {
        tries.failed(failure);
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

    private void giveUp(Unanswered why) {
        finish();
        client.unanswered(why);
    }

    private void breakOff(@Nullable Outcome outcome) {
        tries.told(outcome);
        tries.call().failed();
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
        upload.drop();
        tries.explain();
    }

    private void arm(long nanos) {
        deadline = deadlines.now() + nanos;
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
        return tries.worker();
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
