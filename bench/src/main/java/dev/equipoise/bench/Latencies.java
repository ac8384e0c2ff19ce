package dev.equipoise.bench;

import java.util.Arrays;
import java.util.Collection;

/** All response times of something, sorted; exact, for there are few enough to keep them all. Immutable. */
public final class Latencies {

    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    public static Latencies of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    public static Latencies pooled(Collection<Latencies> parts) {
        return of(
                parts.stream().flatMapToLong(part -> Arrays.stream(part.sorted)).toArray());
    }

    public int count() {
        return sorted.length;
    }

    /** The n-th smallest, n from 0. */
    public long nanosAt(int n) {
        return sorted[n];
    }

    /** The smallest time that at least this share of all kept to (nearest rank), in milliseconds; 0 if there is none. */
    public double percentile(double share) {
        if (sorted.length == 0) {
            return 0;
        }
        // A hundredth of a rank less, so that the rounding of 0.999 × 1,000 does not make 1,000 of it.
        int rank = (int) Math.ceil(share * sorted.length - 0.01);
        return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] / 1e6;
    }

    public double max() {
        return percentile(1);
    }
}
