package dev.equipoise.reputation.owner;

import java.util.Arrays;
import java.util.Collection;

/** Failure ratios as {@link dev.equipoise.core.reputation.Fusion} counts them. */
final class Ratios {

    private static final double LEAST = 0.05;
    private static final double DEVIATIONS = 3;
    private static final double PRIOR_REQUESTS = 20;

    private Ratios() {}

    /** With Laplace's prior of one failure in twenty requests. */
    static double of(long failures, long requests) {
        return (failures + 1) / (requests + PRIOR_REQUESTS);
    }

    /** Above it, a ratio stands out among these: median + 3 MAD, and never below 5 %. */
    static double limit(Collection<Double> ratios) {
        if (ratios.isEmpty()) {
            return LEAST;
        }
        double[] sorted =
                ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = sorted[(sorted.length - 1) / 2];
        double[] away =
                Arrays.stream(sorted).map(r -> Math.abs(r - median)).sorted().toArray();
        return Math.max(LEAST, median + DEVIATIONS * away[(away.length - 1) / 2]);
    }
}
