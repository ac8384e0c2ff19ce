package dev.equipoise.starter.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietPeriodTests {

    private long now;

    @ParameterizedTest
    @CsvSource({
        // last arrival, waited until, quiet
        "0,    500,  true",
        "700,  1200, true",
        "2500, 3000, true",
        "2700, 3000, false",
        "9000, 3000, false",
    })
    void waitsForTheLastArrivalToBeLongAgo(long lastArrival, long end, boolean quiet) throws Exception {
        QuietPeriod period = new QuietPeriod(Duration.ofMillis(500), Duration.ofSeconds(3));

        // One request every 50 ms, up to the last.
        boolean fellQuiet = period.await(() -> Math.min(now, lastArrival) / 50, millis -> now += millis);

        assertThat(fellQuiet).isEqualTo(quiet);
        assertThat(now).isEqualTo(end);
    }

    @Test
    void doesNotWaitIfItNeedNot() throws Exception {
        assertThat(new QuietPeriod(Duration.ZERO, Duration.ZERO).await(() -> now, millis -> now += millis))
                .isTrue();
        assertThat(now).isZero();
    }

    @Test
    void copesWithAPeriodShorterThanItsSlices() throws Exception {
        assertThat(new QuietPeriod(Duration.ofMillis(3), Duration.ofMillis(9)).await(() -> 0, millis -> now += millis))
                .isTrue();
        assertThat(now).isEqualTo(3);
    }
}
