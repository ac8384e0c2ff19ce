package dev.equipoise.gateway.forward;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many repeats a service bears: a fifth of the requests of the last ten seconds, and ten a second (after Finagle's
 * {@code RetryBudget}). Failing workers make repeats, repeats make load, load makes workers fail: without a bound a small
 * fault feeds itself. Any thread.
 */
final class RetryBudget {

    static final double SHARE = 0.2;
    static final int PER_SECOND = 10;
    static final int SECONDS = 10;

    private static final long SECOND = 1_000_000_000L;

    private final Slot[] slots = new Slot[SECONDS + 1];

    private static final class Slot {
        private final AtomicLong second = new AtomicLong(Long.MIN_VALUE);
        private final LongAdder requests = new LongAdder();
        private final LongAdder retries = new LongAdder();
    }

    RetryBudget() {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
    }

    /** A request came. */
    void request(long nanoTime) {
        slot(Math.floorDiv(nanoTime, SECOND)).requests.increment();
    }

    /** Whether one more repeat is within the budget, which takes it. */
    boolean tryRetry(long nanoTime) {
        long second = Math.floorDiv(nanoTime, SECOND);
        Slot current = slot(second);
        long requests = 0;
        long retries = 0;
        for (Slot slot : slots) {
            long age = second - slot.second.get();
            if (age >= 0 && age < SECONDS) {
                requests += slot.requests.sum();
                retries += slot.retries.sum();
            }
        }
        if (retries + 1 > SHARE * requests + PER_SECOND * SECONDS) {
            return false;
        }
        current.retries.increment();
        return true;
    }

    /** Counts that fall together with a new second may be lost: a budget need not be exact. */
    private Slot slot(long second) {
        Slot slot = slots[(int) Math.floorMod(second, (long) slots.length)];
        long before = slot.second.get();
        if (before != second && slot.second.compareAndSet(before, second)) {
            slot.requests.reset();
            slot.retries.reset();
        }
        return slot;
    }
}
