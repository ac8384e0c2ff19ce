package dev.equipoise.core.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many requests each worker got in each interval of time, the warm-up included. Intervals are a second long, or, so
 * that memory stays within bounds, as many seconds as it takes to have {@value #MAX_CELLS} counts at most: a power of 2.
 */
public final class Series {

    static final int MAX_CELLS = 1 << 22;

    private static final long SECOND = 1_000_000_000L;

    private final List<String> ids;
    private final List<int[]> rows = new ArrayList<>();
    private long intervalNanos = SECOND;

    /** @param ids of all workers, in the order of their indices */
    Series(List<String> ids) {
        this.ids = List.copyOf(ids);
    }

    void add(long nanoTime, int worker) {
        while (nanoTime / intervalNanos >= Math.max(2, MAX_CELLS / ids.size())) {
            halve();
        }
        int row = (int) (nanoTime / intervalNanos);
        while (rows.size() <= row) {
            rows.add(new int[ids.size()]);
        }
        rows.get(row)[worker]++;
    }

    /** Makes one interval out of every two. */
    private void halve() {
        int halves = (rows.size() + 1) / 2;
        for (int i = 0; i < halves; i++) {
            int[] sum = rows.get(2 * i);
            for (int worker = 0; 2 * i + 1 < rows.size() && worker < sum.length; worker++) {
                sum[worker] += rows.get(2 * i + 1)[worker];
            }
            rows.set(i, sum);
        }
        rows.subList(halves, rows.size()).clear();
        intervalNanos *= 2;
    }

    public Duration interval() {
        return Duration.ofNanos(intervalNanos);
    }

    /** How many intervals there are; in the last one requests may have come for a part of the time. */
    public int size() {
        return rows.size();
    }

    /** All workers that ever were in the fleet, in the order of the scenario. */
    public List<String> ids() {
        return ids;
    }

    /** How many requests each worker got in that interval, in the order of {@link #ids}. */
    public int[] counts(int interval) {
        return rows.get(interval).clone();
    }

    /** Requests per second of the whole fleet in that interval. */
    public double rate(int interval) {
        return total(interval) / (intervalNanos / 1e9);
    }

    /** Requests per second of one worker in that interval. */
    public double rate(String id, int interval) {
        return count(id, interval) / (intervalNanos / 1e9);
    }

    /** The worker's share of the requests of that interval; 0 if there were none. */
    public double share(String id, int interval) {
        long total = total(interval);
        return total == 0 ? 0 : (double) count(id, interval) / total;
    }

    /**
     * The worker's share of the requests between two moments, both since the simulation began; 0 if there were none.
     * Intervals count if they begin in between.
     */
    public double share(String id, Duration from, Duration to) {
        long got = 0;
        long total = 0;
        int end = (int) Math.min(rows.size(), -Math.floorDiv(-to.toNanos(), intervalNanos));
        for (int i = (int) -Math.floorDiv(-from.toNanos(), intervalNanos); i < end; i++) {
            got += count(id, i);
            total += total(i);
        }
        return total == 0 ? 0 : (double) got / total;
    }

    private int count(String id, int interval) {
        int worker = ids.indexOf(id);
        if (worker < 0) {
            throw new IllegalArgumentException("there never was a worker " + id);
        }
        return rows.get(interval)[worker];
    }

    private long total(int interval) {
        long total = 0;
        for (int count : rows.get(interval)) {
            total += count;
        }
        return total;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series that
                && intervalNanos == that.intervalNanos
                && ids.equals(that.ids)
                && Arrays.deepEquals(rows.toArray(), that.rows.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(rows.toArray());
    }
}
