package dev.equipoise.core.simulation;

import java.util.Arrays;
import java.util.Locale;

/**
 * Counts latencies in buckets that are never wider than 1/1024 of what is in them, so that percentiles are exact to
 * 0.1 %, in half a megabyte however many there are. Mean and maximum are exact.
 */
public final class LatencyHistogram {

    private static final int PRECISION_BITS = 10;
    private static final int STEPS = 1 << PRECISION_BITS;

    /** The first {@code 2 × STEPS} buckets are a nanosecond wide, the next {@code STEPS} two, the next four, … */
    private final long[] counts = new long[(64 - PRECISION_BITS) * STEPS];

    private long count;
    private double sum;
    private long max;

    LatencyHistogram() {}

    /** @param nanos 0 or more */
    void add(long nanos) {
        counts[bucketOf(nanos)]++;
        count++;
        sum += nanos;
        max = Math.max(max, nanos);
    }

    private static int bucketOf(long nanos) {
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - PRECISION_BITS);
        return shift * STEPS + (int) (nanos >>> shift);
    }

    /** The middle of the bucket. */
    private static double valueOf(int bucket) {
        int shift = Math.max(0, bucket / STEPS - 1);
        long lowest = (long) (bucket - shift * STEPS) << shift;
        return lowest + ((1L << shift) - 1) / 2.0;
    }

    public long count() {
        return count;
    }

    /** 0 if there is none. */
    public double meanMillis() {
        return count == 0 ? 0 : sum / count / 1e6;
    }

    public double maxMillis() {
        return max / 1e6;
    }

    /**
     * The latency that this share of all does not exceed; 0 if there is none.
     *
     * @param share in [0, 1], such as 0.999
     */
    public double percentileMillis(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return Math.min((double) max, valueOf(bucket)) / 1e6;
            }
        }
        return 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyHistogram that && sum == that.sum && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "mean %.2f ms, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms",
                meanMillis(),
                percentileMillis(0.5),
                percentileMillis(0.99),
                percentileMillis(0.999),
                maxMillis());
    }
}
