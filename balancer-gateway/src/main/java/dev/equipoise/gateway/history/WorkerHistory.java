package dev.equipoise.gateway.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The last {@value #INTERVALS} intervals of one worker. Any thread may write and read, under one lock, which is held for some nanoseconds; quantiles of
 * an interval are computed once, by whoever comes first after its end. Its size is fixed: about 3 KB.
 */
final class WorkerHistory {

    static final int INTERVALS = 60;
    static final int INTERVAL_SECONDS = 10;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(INTERVAL_SECONDS);
    private static final double NANOS_PER_MILLI = 1e6;
    /** Times below 16 µs and above 2 minutes count as these. */
    private static final int FIRST_BUCKET = LatencyScale.bucket(1L << 14);

    private static final int BUCKETS = LatencyScale.bucket(1L << 37) - FIRST_BUCKET + 1;

    private final long start;
    /** Of the present interval. */
    private final int[] counts = new int[BUCKETS];

    private final long[] numbers = new long[INTERVALS];
    private final int[] requests = new int[INTERVALS];
    private final int[] failures = new int[INTERVALS];
    private final long[] halves = new long[INTERVALS];
    private final long[] tails = new long[INTERVALS];
    private long present;

    /** @param start of its first interval */
    WorkerHistory(long start) {
        this.start = start;
        Arrays.fill(numbers, -1);
        numbers[0] = 0;
    }

    synchronized void add(boolean failed, long nanos, long now) {
        turnTo(now);
        int slot = slot(present);
        requests[slot]++;
        if (failed) {
            failures[slot]++;
        }
        counts[Math.min(Math.max(LatencyScale.bucket(Math.max(1, nanos)) - FIRST_BUCKET, 0), BUCKETS - 1)]++;
    }

    /** Those in which something was heard, oldest first, the present one included. */
    synchronized List<Interval> intervals(long now) {
        turnTo(now);
        conclude();
        List<Interval> heard = new ArrayList<>(INTERVALS);
        for (long number = Math.max(0, present - INTERVALS + 1); number <= present; number++) {
            int slot = slot(number);
            if (numbers[slot] == number && requests[slot] > 0) {
                heard.add(new Interval(
                        TimeUnit.NANOSECONDS.toSeconds(now - start - number * INTERVAL_NANOS),
                        requests[slot],
                        failures[slot],
                        halves[slot] / NANOS_PER_MILLI,
                        tails[slot] / NANOS_PER_MILLI));
            }
        }
        return heard;
    }

    /** A clock read before another thread's may be a little behind: then the present interval goes on. */
    private void turnTo(long now) {
        long number = (now - start) / INTERVAL_NANOS;
        if (number <= present) {
            return;
        }
        conclude();
        Arrays.fill(counts, 0);
        present = number;
        int slot = slot(number);
        numbers[slot] = number;
        requests[slot] = 0;
        failures[slot] = 0;
    }

    private void conclude() {
        int slot = slot(present);
        halves[slot] = quantile(requests[slot], 0.5);
        tails[slot] = quantile(requests[slot], 0.99);
    }

    private long quantile(int all, double share) {
        long below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            below += counts[i];
            if (below > 0 && below >= share * all) {
                return LatencyScale.end(FIRST_BUCKET + i);
            }
        }
        return 0;
    }

    private static int slot(long number) {
        return (int) (number % INTERVALS);
    }
}
