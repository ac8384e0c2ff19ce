package dev.equipoise.gateway.forward;

import dev.equipoise.gateway.history.LatencyScale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long answers took of late, in buckets that are an eighth of a power of two wide: quantiles are right to within 12 %. Counts are halved
 * every ten seconds, so that what was long ago has little say. Any thread; counts that fall together with the halving may be lost.
 */
final class SeenLatencies {

    /** Fewer say nothing of a tail. */
    static final int LEAST = 100;

    private static final int BUCKETS = LatencyScale.BUCKETS;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long HALVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
    private final AtomicLong lookedAt;
    /** Written by whoever won the right to look. */
    private volatile long halvedAt;

    private volatile long known;
    private volatile double knownOf;

    SeenLatencies(long now) {
        this.lookedAt = new AtomicLong(now - LOOK_NANOS);
        this.halvedAt = now;
    }

    void add(long nanos) {
        counts.incrementAndGet(LatencyScale.bucket(Math.max(1, nanos)));
    }

    /** The least time that this share of the answers did not exceed, as it was half a second ago at most; 0 while too few are known. */
    long quantile(double share, long now) {
        long before = lookedAt.get();
        if ((now - before >= LOOK_NANOS || share != knownOf) && lookedAt.compareAndSet(before, now)) {
            known = look(share);
            knownOf = share;
            if (now - halvedAt >= HALVE_NANOS) {
                halvedAt = now;
                halve();
            }
        }
        return known;
    }

    private long look(double share) {
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += counts.get(i);
        }
        if (all < LEAST) {
            return 0;
        }
        long below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            below += counts.get(i);
            if (below >= share * all) {
                return LatencyScale.end(i);
            }
        }
        return LatencyScale.end(BUCKETS - 1);
    }

    private void halve() {
        for (int i = 0; i < BUCKETS; i++) {
            int count = counts.get(i);
            if (count > 0) {
                counts.addAndGet(i, -(count + 1) / 2);
            }
        }
    }
}
