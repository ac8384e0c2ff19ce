package dev.equipoise.bench.picks;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * What one call of a benchmark costs.
 *
 * @param time median of the iterations, in the benchmark's own unit: on a machine that others use too, one bad iteration
 *     says nothing
 * @param least the best iteration
 * @param most the worst iteration
 * @param bytes allocated
 */
record Cost(double time, double least, double most, double bytes) {

    private static final String BYTES_PER_CALL = "gc.alloc.rate.norm";

    static Cost of(RunResult result) {
        Statistics times = result.getPrimaryResult().getStatistics();
        double bytes = result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(BYTES_PER_CALL))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
        return new Cost(times.getPercentile(50), times.getMin(), times.getMax(), bytes);
    }
}
