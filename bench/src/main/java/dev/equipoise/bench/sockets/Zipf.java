package dev.equipoise.bench.sockets;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws ranks from 0 on: rank k with a probability in proportion to 1 ÷ (k + 1)^s. Immutable. */
final class Zipf {

    private final double[] sums;

    Zipf(int ranks, double exponent) {
        sums = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += Math.pow(rank + 1, -exponent);
            sums[rank] = sum;
        }
    }

    int draw(RandomGenerator random) {
        int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
        return Math.min(found >= 0 ? found + 1 : -found - 1, sums.length - 1);
    }

    /** The probability of this rank. */
    double share(int rank) {
        return (sums[rank] - (rank == 0 ? 0 : sums[rank - 1])) / sums[sums.length - 1];
    }
}
