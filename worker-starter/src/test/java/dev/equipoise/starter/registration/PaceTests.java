package dev.equipoise.starter.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTests {

    private final Pace pace = Pace.standard(new SplittableRandom(42), InstantSource.system());

    @ParameterizedTest
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "4, 2000", "1000, 2000"})
    void doublesThePauseUpToTheLongest(int failures, long millis) {
        assertWithinTenPercent(pace.retry(failures, null), millis);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7000", "10, 10000", "86400, 10000"})
    void waitsAsLongAsAskedWithinReason(long asked, long millis) {
        assertWithinTenPercent(pace.retry(1, Duration.ofSeconds(asked)), millis);
    }

    @Test
    void spreadsPausesOverTheWholeRange() {
        long[] pauses = IntStream.range(0, 1000)
                .mapToLong(any -> pace.spread(Duration.ofSeconds(5)).toMillis())
                .sorted()
                .toArray();

        // 1000 draws from 4500..5500 leave each outer fiftieth empty with a chance of 0.98^1000 < 1e-8.
        assertThat(pauses[0]).isBetween(4500L, 4520L);
        assertThat(pauses[999]).isBetween(5480L, 5500L);
    }

    private static void assertWithinTenPercent(Duration pause, long millis) {
        assertThat(pause).isBetween(Duration.ofMillis(millis * 9 / 10), Duration.ofMillis(millis * 11 / 10));
    }
}
