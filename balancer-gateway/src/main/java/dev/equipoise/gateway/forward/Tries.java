package dev.equipoise.gateway.forward;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.affinity.Session;
import dev.equipoise.gateway.affinity.Sessions;
import io.netty.handler.codec.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who had a request, why not the one before, and what is told of each. On the event loop of its exchange. */
final class Tries {

    private final Forwarder forwarder;
    private final Order order;
    private final PickRequest pick;
    private final @Nullable Session session;
    private final List<String> workers = new ArrayList<>(2);
    private @Nullable Worker last;
    private @Nullable Failure lastFailure;
    private boolean staleForgiven;

    Tries(Forwarder forwarder, Order order) {
        this.forwarder = forwarder;
        this.order = order;
        Sessions sessions = order.service().sessions();
        this.session = sessions == null ? null : sessions.of(order.head().headers());
        this.pick = session == null ? order.pick() : order.pick().preferring(session.worker());
    }

    /** Picks who has it next, and counts the call; null where there is nobody. */
    @Nullable
    Attempt next(Exchange exchange) {
        Worker next = order.service().balancer().pick(request());
        if (next == null) {
            return null;
        }
        last = next;
        workers.add(next.id());
        return new Attempt(exchange, next, order.service().balancer().tracker().start(next));
    }

    private PickRequest request() {
        return workers.isEmpty() ? pick : pick.without(workers);
    }

    /** Where nobody was picked: whether there are some who did not have it. */
    boolean areOthersBusy() {
        return order.service().balancer().hasUntried(request());
    }

    /** This try failed so, before an answer. */
    void failed(Attempt at, Failure failure) {
        told(at, failure.outcome());
        if (failure == Failure.REFUSED) {
            forwarder.refusedBy(at.worker());
        }
        at.call().failed();
        lastFailure = failure;
    }

    /** Whether one more is within the number of tries and the budget, which takes it. */
    boolean mayGoOn(Failure failure, boolean replayable, long now) {
        return workers.size() <= forwarder.retries() && isAllowed(failure, replayable, now);
    }

    /**
     * The worker closed an idle connection in the moment it was used again. That says nothing of the worker, which may have the
     * request again over a new connection, and costs no try.
     *
     * @return whether the request may be sent once more for that reason
     */
    boolean forgiveStale(Attempt at, boolean replayable, long now) {
        if (staleForgiven || !isAllowed(Failure.BROKEN, replayable, now)) {
            return false;
        }
        staleForgiven = true;
        workers.remove(at.worker().id());
        at.call().ignored();
        lastFailure = Failure.BROKEN;
        return true;
    }

    /** Whether a connection that was used before has broken already. */
    boolean needFreshLink() {
        return staleForgiven;
    }

    private boolean isAllowed(Failure failure, boolean replayable, long now) {
        boolean idempotent = Heads.isIdempotent(order.head().method()) && !order.upgrade();
        return failure.allowsAnotherTry(replayable, idempotent)
                && order.service().budget().tryRetry(now);
    }

    /** How the try before failed; null for none. */
    @Nullable
    Failure lastFailure() {
        return lastFailure;
    }

    /**
     * Tells the client whose its session is. A worker that is only busy keeps it, and one that failed gets none.
     *
     * @param answer of the worker of this attempt
     */
    void keepSession(Attempt at, HttpResponse answer) {
        Sessions sessions = order.service().sessions();
        if (sessions == null || Heads.saysFailure(answer.status().code())) {
            return;
        }
        Worker answering = at.worker();
        String keeper = session == null ? answering.id() : session.worker();
        if (!keeper.equals(answering.id())
                && order.service().balancer().eligible().find(keeper) != null) {
            return;
        }
        sessions.answered(answer.headers(), session, answering.id());
    }

    void told(Attempt at, @Nullable Outcome outcome) {
        if (outcome != null) {
            forwarder.saw(at.worker(), outcome);
        }
    }

    void explain() {
        if (order.pick().trace() != null && !workers.isEmpty()) {
            forwarder.explain(order, workers.size(), last);
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
