package dev.equipoise.gateway.forward;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests a service bears beyond those that clients sent: a share of those of the last ten seconds, and some a second
 * (after Finagle's {@code RetryBudget}). Failing workers make repeats, repeats make load, load makes workers fail: without a bound a
 * small fault feeds itself. Any thread.
 */
final class ExtraLoad {

    static final int SECONDS = 10;

    private static final long SECOND = 1_000_000_000L;

    private final Slot[] slots = new Slot[SECONDS + 1];

    private static final class Slot {
        private final AtomicLong second = new AtomicLong(Long.MIN_VALUE);
        private final LongAdder requests = new LongAdder();
        private final LongAdder extra = new LongAdder();
    }

    ExtraLoad() {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
    }

    /** A request came. */
    void request(long nanoTime) {
        slot(Math.floorDiv(nanoTime, SECOND)).requests.increment();
    }

    /**
     * Whether one more is within the budget, which takes it.
     *
     * @param share of the requests
     * @param perSecond which there may be as well
     */
    boolean tryTake(long nanoTime, double share, int perSecond) {
        long second = Math.floorDiv(nanoTime, SECOND);
        Slot current = slot(second);
        long requests = 0;
        long extra = 0;
        for (Slot slot : slots) {
            long age = second - slot.second.get();
            if (age >= 0 && age < SECONDS) {
                requests += slot.requests.sum();
                extra += slot.extra.sum();
            }
        }
        if (extra + 1 > share * requests + (double) perSecond * SECONDS) {
            return false;
        }
        current.extra.increment();
        return true;
    }

    /** Counts that fall together with a new second may be lost: a budget need not be exact. */
    private Slot slot(long second) {
        Slot slot = slots[(int) Math.floorMod(second, (long) slots.length)];
        long before = slot.second.get();
        if (before != second && slot.second.compareAndSet(before, second)) {
            slot.requests.reset();
            slot.extra.reset();
        }
        return slot;
    }
}
