package dev.equipoise.gateway.forward;

import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.balancing.Picked;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The place of a request in its service's queue. On the event loop of its request, but for {@link #given}. Room may come about without
 * anybody telling, such as by a worker that joins: whoever is first looks now and then.
 */
final class QueuePlace extends Timed implements WaitingQueue.Waiter {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(Deadlines.RESOLUTION_MILLIS);

    private final Assignment assignment;
    private final Tries tries;
    private final PickRequest wanted;
    private final Deadlines deadlines;
    private final long until;
    private boolean over;

    QueuePlace(Assignment assignment, Tries tries, Deadlines deadlines, long until) {
        this.assignment = assignment;
        this.tries = tries;
        this.wanted = tries.request();
        this.deadlines = deadlines;
        this.until = until;
    }

    /** @return whether there is a place */
    boolean begin() {
        lookAgain(deadlines.now());
        deadlines.add(this);
        if (!tries.queue(this)) {
            end();
            return false;
        }
        return true;
    }

    /** Nobody waits any more. A worker that is on its way to it is let go when it comes. */
    void end() {
        leave();
        var unused = tries.leaveQueue(this);
    }

    private void leave() {
        over = true;
        deadlines.remove(this);
    }

    @Override
    public PickRequest wanted() {
        return wanted;
    }

    @Override
    public void given(Picked picked) {
        try {
            deadlines.execute(() -> served(picked));
        } catch (RejectedExecutionException e) {
            // Its event loop has ended, and it with it.
            picked.call().ignored();
        }
    }

    private void served(Picked picked) {
        if (over) {
            picked.call().ignored();
            tries.roomMade();
            return;
        }
        leave();
        assignment.served(picked);
    }

    @Override
    void expired() {
        long now = deadlines.now();
        if (now - until < 0) {
            tries.lookForRoom(this);
            lookAgain(now);
        } else if (tries.leaveQueue(this)) {
            leave();
            assignment.waitedInVain();
        }
    }

    private void lookAgain(long now) {
        deadline = Math.min(now + LOOK_NANOS, until);
    }
}
