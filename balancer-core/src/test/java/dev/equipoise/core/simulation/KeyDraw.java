package dev.equipoise.core.simulation;

import java.util.Arrays;

/** Draws keys by inverting the cumulative distribution: O(log k), with 8 bytes a key. */
final class KeyDraw {

    /** The key of a request that has none, or one that is its own. */
    static final int NO_KEY = -1;

    /** Entry i is the probability of the keys 0 to i. */
    private final double[] sums;

    KeyDraw(Keys keys) {
        sums = new double[keys.count()];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += Math.pow(i + 1, -keys.skew());
            sums[i] = sum;
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= sum;
        }
    }

    /** @param uniform in [0, 1) */
    int draw(double uniform) {
        if (sums.length == 0) {
            return NO_KEY;
        }
        int found = Arrays.binarySearch(sums, uniform);
        return Math.min(found >= 0 ? found + 1 : -found - 1, sums.length - 1);
    }
}
