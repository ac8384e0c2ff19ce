package dev.equipoise.core.simulation;

/**
 * Chance that belongs to a request and not to the order of events: drawn once when the request arrives, it decides how
 * long the request would take anywhere and whether it would fail. So all contenders meet the very same requests, and
 * differences between them are theirs.
 */
final class Luck {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private Luck() {}

    /** The nth of the independent uniform numbers in [0, 1) that belong to {@code luck}. */
    static double uniform(long luck, int n) {
        return (mix(luck + n * GOLDEN_GAMMA) >>> 11) * UNIT;
    }

    /** Of the standard normal distribution (Box and Muller, 1958), from the numbers n and n + 1. */
    static double normal(long luck, int n) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(luck, n)));
        return radius * Math.cos(2 * Math.PI * uniform(luck, n + 1));
    }

    /** Another seed, for another stream of numbers. */
    static long seed(long seed, int stream) {
        return mix(mix(seed) + stream * GOLDEN_GAMMA);
    }

    /** The finaliser of SplitMix64 (Stafford's variant 13). */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
