package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Duration MEAN = Duration.ofMillis(20);

    private static Schedule schedule(long seed) {
        return Schedule.poisson(seed, 1_000, MEAN, Duration.ofSeconds(10), Duration.ofSeconds(90));
    }

    @Test
    void theSameSeedGivesTheSameSchedule() {
        Schedule one = schedule(1);
        Schedule same = schedule(1);

        assertThat(one.atNanos()).isEqualTo(same.atNanos());
        assertThat(one.demandNanos()).isEqualTo(same.demandNanos());
        assertThat(one.keys()).isEqualTo(same.keys());
        assertThat(one.atNanos()).isNotEqualTo(schedule(2).atNanos());
    }

    @Test
    void arrivalsAreAPoissonProcess() {
        long[] at = schedule(1).atNanos();

        // 100,000 expected with a standard deviation of 316: four of them.
        assertThat(at.length).isCloseTo(100_000, within(1_265));
        assertThat(at).isSorted();
        double[] gaps = new double[at.length - 1];
        Arrays.setAll(gaps, i -> (at[i + 1] - at[i]) / 1e6);
        // Gaps are exponential: their mean is their standard deviation, and 1/e of them are longer than it.
        assertThat(mean(gaps)).isCloseTo(1, within(0.02));
        assertThat(deviation(gaps)).isCloseTo(1, within(0.02));
        assertThat(Arrays.stream(gaps).filter(gap -> gap > 1).count() / (double) gaps.length)
                .isCloseTo(Math.exp(-1), within(0.01));
        // Counts in seconds vary as much as their mean: a hundred of them tell that to about 14 %, three times that.
        double[] counts = new double[100];
        Arrays.stream(at).forEach(nanos -> counts[(int) (nanos / 1_000_000_000)]++);
        assertThat(Math.pow(deviation(counts), 2) / mean(counts)).isCloseTo(1, within(0.42));
    }

    @Test
    void demandsAreExponential() {
        double[] demands = Arrays.stream(schedule(1).demandNanos())
                .mapToDouble(nanos -> nanos / 1e6)
                .toArray();

        assertThat(mean(demands)).isCloseTo(20, within(0.4));
        assertThat(deviation(demands)).isCloseTo(20, within(0.4));
    }

    @Test
    void whatComesBeforeTheEndOfTheWarmUpDoesNotCount() {
        Schedule schedule = schedule(1);
        long end = Duration.ofSeconds(10).toNanos();

        assertThat(schedule.atNanos()[schedule.warmUp() - 1]).isLessThan(end);
        assertThat(schedule.atNanos()[schedule.warmUp()]).isGreaterThanOrEqualTo(end);
    }

    @Test
    void keysFollowZipfsLaw() {
        int[] keys = schedule(1).keys();

        // 15,000 of 100,000 expected with a deviation of 113.
        assertThat(Arrays.stream(keys).filter(key -> key == 0).count() / (double) keys.length)
                .isCloseTo(Schedule.hottest(), within(0.006));
        Zipf zipf = new Zipf(Schedule.KEYS, Schedule.ZIPF);
        assertThat(zipf.share(0) / zipf.share(9)).isCloseTo(Math.pow(10, Schedule.ZIPF), within(1e-6));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }
}
