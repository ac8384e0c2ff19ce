package dev.equipoise.bench.sockets;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What arrives when, drawn before the first request is sent: every balancer of a round gets the very same. All times are
 * nominal. The arrays belong to the schedule and are not changed.
 *
 * @param atNanos when each request is to be sent, counted from the start; a Poisson process
 * @param demandNanos what each costs a worker that is not slow; exponential
 * @param keys rank of each request's key, by Zipf's law
 * @param warmUp index of the first request that counts
 */
@SuppressWarnings("ArrayRecordComponent") // a hundred thousand numbers, compared by nobody
record Schedule(long[] atNanos, long[] demandNanos, int[] keys, int warmUp) {

    /** How many keys there are. */
    static final int KEYS = 10_000;

    /** The exponent of their law. */
    static final double ZIPF = 1.1;

    private static final Zipf RANKS = new Zipf(KEYS, ZIPF);

    /**
     * @param seed the same seed gives the same schedule
     * @param perSecond mean rate
     * @param warmUp how long the beginning is that does not count
     * @param measured how long the part is that does
     */
    static Schedule poisson(long seed, double perSecond, Duration meanDemand, Duration warmUp, Duration measured) {
        SplittableRandom seeds = new SplittableRandom(seed);
        SplittableRandom arrivals = seeds.split();
        SplittableRandom demands = seeds.split();
        SplittableRandom ranks = seeds.split();
        long end = warmUp.plus(measured).toNanos();
        double expected = end / 1e9 * perSecond;
        long[] at = new long[(int) (expected + 10 * Math.sqrt(expected)) + 100];
        int count = 0;
        double next = exponential(arrivals, 1e9 / perSecond);
        while (next < end && count < at.length) {
            at[count++] = (long) next;
            next += exponential(arrivals, 1e9 / perSecond);
        }
        at = Arrays.copyOf(at, count);
        long[] demand = new long[count];
        int[] keys = new int[count];
        for (int i = 0; i < count; i++) {
            demand[i] = (long) exponential(demands, (double) meanDemand.toNanos());
            keys[i] = RANKS.draw(ranks);
        }
        int first = Arrays.binarySearch(at, warmUp.toNanos());
        return new Schedule(at, demand, keys, first >= 0 ? first : -first - 1);
    }

    /** The share of all requests that ask for the most frequent key. */
    static double hottest() {
        return RANKS.share(0);
    }

    int size() {
        return atNanos.length;
    }

    private static double exponential(SplittableRandom random, double mean) {
        return -Math.log(1 - random.nextDouble()) * mean;
    }
}
