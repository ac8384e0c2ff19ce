package dev.equipoise.core.hash;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.List;

/**
 * A consistent-hash ring (Karger et al., STOC 1997). Each worker has points on it, in proportion to its weight; a key
 * belongs to the worker of the first point clockwise of the key's hash. A point depends on nothing but the worker's id
 * and the number of the point, so a worker that leaves gives up its own keys only, and one that joins takes only the
 * keys that become its own. Immutable.
 *
 * <p>With v points per worker its share varies by about 1/√v of the fair one: {@value #POINTS_PER_WEIGHT} points give
 * 0.8 %, which left the fullest of ten workers within 5 % of the mean in all of 6,000 fleets. A ring never has more than
 * {@value #MAX_POINTS} points: where the weights ask for more (64 workers of weight 1), the points per weight are halved
 * until they fit. The points kept are the same, yet every halving moves about half of the keys once, and makes the shares
 * less even: at 10,000 workers 64 points each are left, and shares vary by 12.5 %.
 */
public final class HashRing {

    /** Points of a worker of weight 1. */
    public static final int POINTS_PER_WEIGHT = 16_384;

    /** No ring has more points, unless it has more workers. 8 bytes each. */
    public static final int MAX_POINTS = 1 << 20;

    /**
     * A point is one long: the upper 44 bits of its hash, then its owner. One array to sort and to search; two points
     * that agree in 44 bits are in the order of their owners' ids, which does not depend on who else is in the fleet.
     */
    private static final long OWNER = MAX_POINTS - 1;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long[] points;

    private HashRing(long[] points) {
        this.points = points;
    }

    /**
     * The ring of this fleet.
     *
     * @throws IllegalArgumentException if the fleet has more than {@value #MAX_POINTS} workers
     */
    public static HashRing of(Fleet fleet) {
        List<Worker> workers = fleet.workers();
        if (workers.size() > MAX_POINTS) {
            throw new IllegalArgumentException("a ring holds " + MAX_POINTS + " workers, not " + workers.size());
        }
        double pointsPerWeight = POINTS_PER_WEIGHT;
        while (size(workers, pointsPerWeight) > MAX_POINTS) {
            pointsPerWeight /= 2;
        }
        long[] points = new long[(int) size(workers, pointsPerWeight)];
        int filled = 0;
        for (int owner = 0; owner < workers.size(); owner++) {
            long seed = StringHash.of(workers.get(owner).id());
            long replicas = replicas(workers.get(owner), pointsPerWeight);
            for (long replica = 1; replica <= replicas; replica++) {
                // mix is one to one: the points of a worker are distinct.
                points[filled++] = SplitMix.mix(seed + replica * GOLDEN_GAMMA) & ~OWNER | owner;
            }
        }
        return new HashRing(sorted(points));
    }

    /**
     * Sorts by buckets, about one point in each, for hashes are spread evenly: O(n), less than a third of
     * the time of {@code Arrays.sort}.
     */
    private static long[] sorted(long[] points) {
        int bits = 31 - Integer.numberOfLeadingZeros(points.length | 2);
        int[] starts = new int[(1 << bits) + 1];
        for (long point : points) {
            starts[bucket(point, bits) + 1]++;
        }
        for (int bucket = 1; bucket < starts.length; bucket++) {
            starts[bucket] += starts[bucket - 1];
        }
        long[] sorted = new long[points.length];
        for (long point : points) {
            sorted[starts[bucket(point, bits)]++] = point;
        }
        for (int i = 1; i < sorted.length; i++) {
            long point = sorted[i];
            int at = i;
            for (; at > 0 && sorted[at - 1] > point; at--) {
                sorted[at] = sorted[at - 1];
            }
            sorted[at] = point;
        }
        return sorted;
    }

    /** The upper bits, in the order of signed numbers. */
    private static int bucket(long point, int bits) {
        return (int) ((point ^ Long.MIN_VALUE) >>> 64 - bits);
    }

    private static long size(List<Worker> workers, double pointsPerWeight) {
        long size = 0;
        for (Worker worker : workers) {
            size += replicas(worker, pointsPerWeight);
        }
        return size;
    }

    private static long replicas(Worker worker, double pointsPerWeight) {
        return Math.max(1, Math.round(worker.weight() * pointsPerWeight));
    }

    /** How many points it has; 0 for an empty fleet only. */
    public int size() {
        return points.length;
    }

    /** The position of the first point clockwise of {@code hash}, in [0, size). The ring must not be empty. */
    public int position(long hash) {
        int low = 0;
        int high = points.length;
        long target = hash & ~OWNER;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points[middle] < target) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == points.length ? 0 : low;
    }

    /** The next position clockwise. */
    public int next(int position) {
        return position + 1 == points.length ? 0 : position + 1;
    }

    /** Who owns the point at this position: an index into {@link Fleet#workers()} of the fleet it was built from. */
    public int owner(int position) {
        return (int) (points[position] & OWNER);
    }
}
