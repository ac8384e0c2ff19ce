package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.affinity.Session;
import dev.equipoise.gateway.affinity.Sessions;
import dev.equipoise.gateway.balancing.Picked;
import io.netty.handler.codec.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which workers of a service had a request, why not the one before, what its settings allow, and what is told of each. On the event loop of its
 * exchange.
 */
final class Tries {

    private static final int HEDGES_PER_SECOND = 1;

    private final Forwarder forwarder;
    private final Order order;
    private final Service service;
    private final ServiceSettings settings;
    private final Gates gates;
    private final PickRequest pick;
    private final @Nullable Session session;
    private final List<String> workers = new ArrayList<>(2);
    private @Nullable Worker last;
    private @Nullable Failure lastFailure;
    private boolean hadAgain;
    private int hedges;
    private boolean inside;
    private long enteredAt;
    private long answeredAt;

    Tries(Forwarder forwarder, Order order, Service service) {
        this.forwarder = forwarder;
        this.order = order;
        this.service = service;
        this.settings = service.settings();
        this.gates = service.gates();
        Sessions sessions = settings.sessions();
        this.session = sessions == null ? null : sessions.of(order.head().headers());
        this.pick = session == null ? order.pick() : order.pick().preferring(session.worker());
    }

    Service service() {
        return service;
    }

    // The service as a whole.

    /** Counts the request; says why the gates of the service do not let it pass, or null if they do. */
    @Nullable
    Unanswered enter(long now) {
        service.repeats().request(now);
        if (settings.hedging() != null) {
            service.hedges().request(now);
        }
        Unanswered shut = gates.enter();
        inside = shut == null;
        enteredAt = now;
        return shut;
    }

    /** The service is done with the request. */
    void leave(Gates.End end, long now) {
        if (inside) {
            inside = false;
            gates.leave(end, (answeredAt == 0 ? now : answeredAt) - enteredAt);
        }
    }

    /** The service that has the requests this one cannot have; null for none. */
    @Nullable
    Service fallback() {
        if (settings.fallback() == null) {
            return null;
        }
        service.observer().fellBack();
        return forwarder.service(settings.fallback());
    }

    /** There will be no answer; says when asking again makes sense, in seconds. */
    long refused(Unanswered why) {
        service.observer().refused(why);
        return gates.retryAfterSeconds(why);
    }

    // Who has it.

    /** Picks who has it next, and counts the call; null where there is nobody. */
    @Nullable
    Attempt next(Exchange exchange) {
        Picked picked = service.balancer().start(request());
        return picked == null ? null : given(exchange, picked);
    }

    /** This one has it next. */
    Attempt given(Exchange exchange, Picked picked) {
        last = picked.worker();
        workers.add(last.id());
        return new Attempt(exchange, picked, forwarder.now(), order.trace().tryAt(picked.worker(), workers.size()));
    }

    /** What is to be picked for next. */
    PickRequest request() {
        return workers.isEmpty() ? pick : pick.without(workers);
    }

    /** Whether there are some who did not have it, busy or not. */
    boolean hasOthers() {
        return service.balancer().hasUntried(request());
    }

    /** This try failed so, before an answer. */
    void failed(Attempt at, Failure failure) {
        told(at, failure.outcome());
        at.trace().failed(failure.name().toLowerCase(Locale.ROOT));
        if (failure == Failure.REFUSED) {
            forwarder.refusedBy(at.worker());
        }
        at.call().failed();
        lastFailure = failure;
    }

    /** Whether one more is within the number of tries and the budget, which takes it. */
    boolean mayGoOn(Failure failure, boolean replayable, long now) {
        return workers.size() - hedges <= settings.repeats().most() && isAllowed(failure, replayable, now);
    }

    /** Whether another worker, which there is, is to be asked instead of passing this answer on; takes of the budget. */
    boolean mayLeave(int status, boolean replayable, long now) {
        return Heads.isWorkersOwnError(status)
                && settings.repeats().errors()
                && order.changesNothing()
                && hasOthers()
                && mayGoOn(Failure.ERROR, replayable, now);
    }

    /** Whether a request that broke over a kept connection may be sent once more for that reason, which costs no try. */
    boolean mayHaveAgain(boolean replayable, long now) {
        return !hadAgain && isAllowed(Failure.BROKEN, replayable, now);
    }

    /**
     * The worker may have the request again, over a new connection. That it closed one that lay idle says nothing of it; that it closed
     * one instead of answering does.
     */
    void again(Attempt at, Link.Past past) {
        hadAgain = true;
        workers.remove(at.worker().id());
        if (past == Link.Past.IDLE) {
            at.call().ignored();
            lastFailure = Failure.BROKEN;
        } else {
            failed(at, Failure.BROKEN);
        }
    }

    /** Whether a connection that was used before has broken already. */
    boolean needFreshLink() {
        return hadAgain;
    }

    private boolean isAllowed(Failure failure, boolean replayable, long now) {
        ServiceSettings.Repeats terms = settings.repeats();
        return failure.allowsAnotherTry(replayable, order.isIdempotent())
                && service.repeats().tryTake(now, terms.share(), terms.perSecond());
    }

    /** How the try before failed; null for none. */
    @Nullable
    Failure lastFailure() {
        return lastFailure;
    }

    // A second worker at once.

    /** After how long it goes to a second worker, the first one being slow; 0 for never. */
    long hedgeAfterNanos(long now) {
        ServiceSettings.Hedging hedging = settings.hedging();
        if (hedging == null) {
            return 0;
        }
        return hedging.quantile() > 0
                ? service.latencies().quantile(hedging.quantile(), now)
                : hedging.after().toNanos();
    }

    /** Another worker for it, if there is one with room, nobody waits for that, and the budget allows it. */
    @Nullable
    Attempt hedge(Exchange exchange, long now) {
        ServiceSettings.Hedging hedging = settings.hedging();
        if (hedging == null
                || !service.queue().isEmpty()
                || !service.hedges().tryTake(now, hedging.share(), HEDGES_PER_SECOND)) {
            return null;
        }
        Attempt next = next(exchange);
        if (next != null) {
            hedges++;
            service.observer().hedged();
        }
        return next;
    }

    /** The answer of this attempt has begun. */
    void answered(Attempt at, long now) {
        answeredAt = now;
        ServiceSettings.Hedging hedging = settings.hedging();
        if (hedging != null && hedging.quantile() > 0) {
            service.latencies().add(now - at.startedAt());
        }
    }

    // Waiting for a worker to have room.

    boolean mayWait() {
        return settings.waiting().most() > 0;
    }

    /** Whether others came first and wait still. Who has been somewhere already goes first. */
    boolean isBehindOthers() {
        return mayWait() && workers.isEmpty() && !service.queue().isEmpty();
    }

    boolean queue(WaitingQueue.Waiter place) {
        return service.queue().offer(place, settings.waiting().most());
    }

    boolean leaveQueue(WaitingQueue.Waiter place) {
        return service.queue().leave(place);
    }

    void lookForRoom(WaitingQueue.Waiter place) {
        if (service.queue().isFirst(place)) {
            service.queue().serve();
        }
    }

    /** A call has ended. */
    void roomMade() {
        service.queue().freed();
    }

    long waitNanos() {
        return settings.waiting().longest().toNanos();
    }

    // How long what may take.

    long tryNanos() {
        return settings.times().perTry().toNanos();
    }

    long totalNanos() {
        return settings.times().total().toNanos();
    }

    long idleNanos() {
        return settings.times().idle().toNanos();
    }

    // What is told.

    /**
     * Tells the client whose its session is. A worker that is only busy keeps it, and one that failed gets none.
     *
     * @param answer of the worker of this attempt
     */
    void keepSession(Attempt at, HttpResponse answer) {
        Sessions sessions = settings.sessions();
        if (sessions == null || Heads.saysFailure(answer.status().code())) {
            return;
        }
        Worker answering = at.worker();
        String keeper = session == null ? answering.id() : session.worker();
        if (!keeper.equals(answering.id()) && service.balancer().eligible().find(keeper) != null) {
            return;
        }
        sessions.answered(answer.headers(), session, answering.id());
    }

    void told(Attempt at, @Nullable Outcome outcome) {
        if (outcome != null) {
            forwarder.saw(at.worker(), outcome);
            boolean failed = outcome != Outcome.SUCCEEDED;
            long until = answeredAt == 0 || failed ? forwarder.now() : answeredAt;
            service.balancer().history().saw(at.worker().id(), failed, until - at.startedAt());
        }
    }

    void explain() {
        if (order.pick().trace() != null && !workers.isEmpty()) {
            forwarder.explain(order, service, workers.size(), last);
        }
    }

    int count() {
        return workers.size();
    }

    /** The ids of those who had it, in order. */
    @Override
    public String toString() {
        return workers.toString();
    }
}
