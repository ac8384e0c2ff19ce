package dev.equipoise.core.policy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Knows which keys are so frequent that they alone fill a good part of a worker. Counts keys by their hashes in a fixed
 * table and halves all counts when {@value #WINDOW} were counted, so it remembers some ten thousands of requests. Two keys
 * may share a count: then a cold key may be taken for a hot one, about as often as there are hot keys among as many keys as
 * the table has places. Any thread may call it; nothing is allocated.
 */
final class HotKeys {

    private static final int SLOTS = 1 << 12;
    private static final int WINDOW = 1 << 16;

    /** Fewer requests of a key are no evidence. */
    private static final int LEAST_COUNT = 16;

    /** A key is hot from this part of a worker's fair share on. */
    private static final double PART = 0.05;

    /** Below this multiple of the average place in the table, a count may be that of many cold keys. */
    private static final double LEAST_SHARE = 8.0 / SLOTS;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(SLOTS);
    private final AtomicInteger total = new AtomicInteger();

    /**
     * Counts one request.
     *
     * @return whether its key is hot, in a fleet of so many workers
     */
    boolean isHot(long hash, int workers) {
        int count = counts.incrementAndGet((int) (hash >>> 20) & SLOTS - 1);
        int all = total.incrementAndGet();
        if (all == WINDOW) {
            halve();
        }
        return count >= LEAST_COUNT && count > Math.max(LEAST_SHARE, PART / workers) * all;
    }

    /** One thread only comes by here at a time: the one that counted the last request of the window. */
    private void halve() {
        for (int i = 0; i < SLOTS; i++) {
            counts.addAndGet(i, -counts.get(i) / 2);
        }
        total.addAndGet(-WINDOW / 2);
    }
}
