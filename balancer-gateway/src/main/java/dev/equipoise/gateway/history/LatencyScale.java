package dev.equipoise.gateway.history;

/** Buckets for times that are an eighth of a power of two wide: what is read from them is right to within 12 %. */
public final class LatencyScale {

    private static final int STEPS = 8;
    private static final int STEP_BITS = 3;

    /** How many there are, for all times there could be. */
    public static final int BUCKETS = (Long.SIZE - STEP_BITS) * STEPS;

    private LatencyScale() {}

    /** Below 8 ns each time has its own; above, eight for each power of two. @param nanos more than 0 */
    public static int bucket(long nanos) {
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        return power < STEP_BITS
                ? (int) nanos
                : (power - STEP_BITS + 1) * STEPS + (int) (nanos >>> (power - STEP_BITS)) - STEPS;
    }

    /** The longest time of a bucket. */
    public static long end(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int power = bucket / STEPS + STEP_BITS - 1;
        long step = 1L << (power - STEP_BITS);
        return (STEPS + bucket % STEPS + 1L) * step - 1;
    }
}
