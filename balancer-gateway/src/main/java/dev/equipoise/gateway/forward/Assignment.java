package dev.equipoise.gateway.forward;

import dev.equipoise.gateway.balancing.Picked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has a request: which service, its own or a fallback; which worker, or two of them at once; or nobody yet, and then it has a place in
 * the queue. Its {@link Exchange} is told where nobody can have it. On the event loop of the exchange.
 */
final class Assignment {

    private static final Logger log = LoggerFactory.getLogger(Assignment.class);

    private final Exchange exchange;
    private final Forwarder forwarder;
    private final Forwarder.LoopShare loop;
    private final Order order;
    private final Race race = new Race();
    private final Patience patience = new Patience();
    private Tries tries;
    private @Nullable QueuePlace place;
    private boolean hedgeable;
    private long until;

    Assignment(Exchange exchange, Forwarder forwarder, Forwarder.LoopShare loop, Order order) {
        this.exchange = exchange;
        this.forwarder = forwarder;
        this.loop = loop;
        this.order = order;
        this.tries = new Tries(forwarder, order, order.service());
        this.hedgeable = order.changesNothing();
    }

    Tries tries() {
        return tries;
    }

    Race race() {
        return race;
    }

    // Which service.

    void begin() {
        Unanswered shut = tries.enter(now());
        if (shut == null) {
            until = now() + tries.totalNanos();
            choose();
        } else if (shut != Unanswered.BREAKER_OPEN || !fallBack(shut)) {
            exchange.giveUp(shut);
        }
    }

    /** Nothing has been sent, and another service may have it. */
    private boolean fallBack(Unanswered why) {
        Service other = tries.fallback();
        if (other == null) {
            return false;
        }
        tries.leave(why.end(), now());
        tries = new Tries(forwarder, order, other);
        begin();
        return true;
    }

    // Which worker.

    void choose() {
        boolean behindOthers = tries.isBehindOthers();
        Attempt next = behindOthers ? null : tries.next(exchange);
        if (next != null) {
            send(next);
        } else if (behindOthers || (tries.mayWait() && tries.hasOthers())) {
            queueUp();
        } else {
            nobody(tries.hasOthers() ? Unanswered.ALL_BUSY : Unanswered.NO_WORKER);
        }
    }

    private void send(Attempt next) {
        race.begin(next);
        loop.deadlines().add(next);
        patience.begin();
        loop.links().lease(next.worker(), next, tries.needFreshLink());
    }

    /** Somebody else has it in the place of this one, whose answer tells of a failure; false where there is nobody. */
    boolean another(Attempt failing) {
        Attempt next = tries.next(exchange);
        if (next == null) {
            return false;
        }
        tries.failed(failing, Failure.ERROR);
        leave(failing);
        send(next);
        return true;
    }

    /** Nobody can have it, or nobody else. */
    private void nobody(Unanswered why) {
        Failure before = tries.lastFailure();
        if (before == null) {
            giveUpOrFallBack(why);
            return;
        }
        log.warn("{} failed with {}: {}, and then {}", order.asked(), tries, before, why);
        boolean mayHaveActed = before != Failure.REFUSED && before != Failure.BUSY;
        giveUpOrFallBack(mayHaveActed || why == Unanswered.NO_WORKER ? before.unanswered() : why);
    }

    /** There are no more tries. */
    void failed(Failure failure) {
        log.warn("{} failed with {}: {}", order.asked(), tries, failure);
        giveUpOrFallBack(failure.unanswered());
    }

    private void giveUpOrFallBack(Unanswered why) {
        boolean nobodyThere = why == Unanswered.NO_WORKER || why == Unanswered.NONE_ACCEPTS;
        if (!nobodyThere || !exchange.isReplayable() || !fallBack(why)) {
            exchange.giveUp(why);
        }
    }

    // Waiting for a worker to have room.

    private void queueUp() {
        patience.end();
        hedgeable = false;
        QueuePlace own = new QueuePlace(this, tries, loop.deadlines(), Math.min(now() + tries.waitNanos(), until));
        if (own.begin()) {
            place = own;
        } else {
            nobody(Unanswered.QUEUE_FULL);
        }
    }

    void served(Picked picked) {
        place = null;
        send(tries.given(exchange, picked));
    }

    void waitedInVain() {
        place = null;
        nobody(Unanswered.WAITED_TOO_LONG);
    }

    boolean isQueued() {
        return place != null;
    }

    // A second worker, where the first one takes long.

    private final class Patience extends Timed {

        void begin() {
            if (!hedgeable) {
                return;
            }
            hedgeable = false;
            long after = tries.hedgeAfterNanos(now());
            if (after > 0) {
                deadline = now() + after;
                loop.soon().add(this);
            }
        }

        void end() {
            loop.soon().remove(this);
        }

        @Override
        void expired() {
            end();
            Attempt next = race.isOfTwo() ? null : tries.hedge(exchange, now());
            if (next != null) {
                race.join(next);
                loop.deadlines().add(next);
                loop.links().lease(next.worker(), next, false);
            }
        }
    }

    /** This one answers. Another one, if there is any, does so for nobody. */
    void wonBy(Attempt winner) {
        patience.end();
        boolean bySecond = winner == race.second();
        Attempt late = race.wonBy(winner);
        if (late != null) {
            if (bySecond) {
                tries.service().observer().hedgeWon();
            }
            late.call().overtaken();
            leave(late);
        }
        tries.answered(winner, now());
    }

    // The end.

    /** Its call has ended. */
    void leave(Attempt at) {
        loop.deadlines().remove(at);
        at.drop();
        tries.roomMade();
    }

    /** What workers do for it says nothing of them from here on. */
    void ignore() {
        if (race.first() != null) {
            race.first().call().ignored();
        }
        if (race.second() != null) {
            race.second().call().ignored();
        }
    }

    void end(Gates.End end) {
        if (place != null) {
            place.end();
            place = null;
        }
        patience.end();
        if (race.first() != null) {
            leave(race.first());
        }
        if (race.second() != null) {
            leave(race.second());
        }
        tries.leave(end, now());
        tries.explain();
    }

    private long now() {
        return loop.deadlines().now();
    }
}
