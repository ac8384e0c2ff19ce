package dev.equipoise.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void countsBySecond() {
        Series series = new Series(List.of("a", "b"));
        series.add(0, 0);
        series.add(SECOND - 1, 1);
        series.add(SECOND, 1);
        series.add(3 * SECOND, 0);
        assertThat(series.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(series.size()).isEqualTo(4);
        assertThat(series.rate(0)).isEqualTo(2);
        assertThat(series.rate("b", 1)).isEqualTo(1);
        assertThat(series.share("a", 0)).isEqualTo(0.5);
        assertThat(series.share("a", 2)).isZero();
        assertThat(series.share("a", Duration.ofSeconds(1), Duration.ofSeconds(4)))
                .isEqualTo(0.5);
        assertThat(series.share("a", Duration.ofSeconds(1), Duration.ofSeconds(3)))
                .isZero();
    }

    @Test
    void intervalsGrowSoThatMemoryDoesNot() {
        List<String> ids = IntStream.range(0, 10_000).mapToObj(i -> "w-" + i).toList();
        Series series = new Series(ids);
        int seconds = 1_000;
        for (int second = 0; second < seconds; second++) {
            series.add(second * SECOND, second % 10);
        }
        assertThat(series.interval()).isEqualTo(Duration.ofSeconds(4));
        assertThat(series.size()).isEqualTo(250);
        for (int i = 0; i < series.size(); i++) {
            assertThat(series.rate(i)).isEqualTo(1);
        }
        assertThat(series.share("w-3", Duration.ZERO, Duration.ofSeconds(seconds)))
                .isEqualTo(0.1);
    }
}
