package dev.equipoise.core.policy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The last {@value #SIZE} numbers of requests in flight that probes found, and the 84 % quantile of them: Q_RIF of
 * Prequal. Any thread adds and reads, without locks and without allocating. The quantile is worked out anew with every
 * {@value #STEP}th sample by the thread that adds it; if another is at it, it is left to that one.
 */
final class RifHistory {

    static final int SIZE = 128;

    /** The paper's default; 0.6 to 0.9 serve as well (Wydrowski et al., section 5.4). */
    private static final double QUANTILE = 0.84;

    private static final int STEP = 16;

    private final AtomicLongArray samples = new AtomicLongArray(SIZE);
    private final AtomicLong added = new AtomicLong();
    private final AtomicBoolean sorting = new AtomicBoolean();

    /** Belongs to whoever set {@link #sorting}. */
    private final double[] sorted = new double[SIZE];

    private volatile double threshold = Double.MAX_VALUE;
    private volatile double usual;

    void add(double requestsInFlight) {
        long number = added.getAndIncrement();
        samples.set((int) (number % SIZE), Double.doubleToRawLongBits(requestsInFlight));
        boolean young = number < STEP;
        if ((young || number % STEP == 0) && sorting.compareAndSet(false, true)) {
            int filled = (int) Math.min(number + 1, SIZE);
            sort(filled);
            usual = sorted[filled / 2];
            threshold = sorted[(int) Math.ceil(QUANTILE * filled) - 1];
            sorting.set(false);
        }
    }

    private void sort(int filled) {
        for (int i = 0; i < filled; i++) {
            sorted[i] = Double.longBitsToDouble(samples.get(i));
        }
        Arrays.sort(sorted, 0, filled);
    }

    /** A worker with more in flight is hot. While there is no sample nobody has. */
    double threshold() {
        return threshold;
    }

    /** The median; 0 while there is no sample. */
    double usual() {
        return usual;
    }
}
