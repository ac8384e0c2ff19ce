package dev.equipoise.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void percentilesAreRightToATenthOfAPercent(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] latencies = new long[10_000];
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < latencies.length; i++) {
            // From a nanosecond to a day, evenly over the magnitudes.
            latencies[i] = (long) Math.exp(random.nextDouble() * Math.log(86_400e9));
            histogram.add(latencies[i]);
        }
        Arrays.sort(latencies);
        for (double share : new double[] {0.0001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = latencies[(int) Math.ceil(share * latencies.length) - 1] / 1e6;
            assertThat(histogram.percentileMillis(share))
                    .as("%s, seed %d", share, seed)
                    .isCloseTo(exact, withinPercentage(0.1));
        }
        assertThat(histogram.maxMillis()).isEqualTo(latencies[latencies.length - 1] / 1e6);
        assertThat(histogram.meanMillis())
                .isCloseTo(Arrays.stream(latencies).average().orElseThrow() / 1e6, withinPercentage(1e-6));
        assertThat(histogram.count()).isEqualTo(latencies.length);
    }

    @Test
    void extremesFit() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.percentileMillis(0.99)).isZero();
        assertThat(histogram.meanMillis()).isZero();
        histogram.add(0);
        assertThat(histogram.percentileMillis(0.99)).isZero();
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.percentileMillis(1)).isCloseTo(Long.MAX_VALUE / 1e6, withinPercentage(0.1));
    }
}
