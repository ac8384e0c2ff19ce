package dev.equipoise.gateway.forward;

import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.gateway.balancing.Picked;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests of one service that wait for a worker to have room, first come, first served. They live on several event loops and no
 * thread owns the queue: whoever puts one in, or ends a call, serves those at its head. Several who want to serve at once do
 * not wait for each other: one does, and goes round once more for each of the others. Whoever takes a request out of the queue owns
 * it, be it the one that serves, with a worker for it, or its own event loop, because its client has gone or its time is over.
 *
 * <p>No wake-up is lost: who waits is in the queue before it looks for room, and who makes room looks into the queue afterwards.
 */
final class WaitingQueue {

    /** A request that waits. */
    interface Waiter {

        /** What is to be picked for; the same as long as it waits. */
        PickRequest wanted();

        /** It is out of the queue, and this is its worker. From any thread; it has to take the call over, or end it. */
        void given(Picked picked);
    }

    private final ServiceBalancer balancer;
    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger depth = new AtomicInteger();
    private final AtomicInteger wanting = new AtomicInteger();

    WaitingQueue(ServiceBalancer balancer) {
        this.balancer = balancer;
    }

    /** @return whether there are fewer than {@code most}, and it waits now, or has been served at once */
    boolean offer(Waiter waiter, int most) {
        if (depth.incrementAndGet() > most) {
            depth.decrementAndGet();
            return false;
        }
        waiters.add(waiter);
        serve();
        return true;
    }

    /** @return whether it waited until now; if not, it has been served */
    boolean leave(Waiter waiter) {
        boolean waited = waiters.remove(waiter);
        if (waited) {
            depth.decrementAndGet();
        }
        return waited;
    }

    int depth() {
        return depth.get();
    }

    boolean isEmpty() {
        return depth.get() == 0;
    }

    boolean isFirst(Waiter waiter) {
        return waiters.peek() == waiter;
    }

    /** A call has ended: there may be room. */
    void freed() {
        if (!isEmpty()) {
            serve();
        }
    }

    void serve() {
        int turns = wanting.incrementAndGet();
        if (turns > 1) {
            return;
        }
        while (turns > 0) {
            try {
                serveThoseWhoCan();
            } catch (RuntimeException e) {
                // Whoever serves next must be able to.
                wanting.set(0);
                throw e;
            }
            turns = wanting.addAndGet(-turns);
        }
    }

    /** Who already was at some workers lets others pass where those left to it have no room. */
    private void serveThoseWhoCan() {
        for (Waiter waiter : waiters) {
            Picked picked = balancer.start(waiter.wanted());
            if (picked != null) {
                if (leave(waiter)) {
                    waiter.given(picked);
                } else {
                    picked.call().ignored();
                }
            } else if (waiter.wanted().tried().isEmpty()) {
                return;
            }
        }
    }
}
