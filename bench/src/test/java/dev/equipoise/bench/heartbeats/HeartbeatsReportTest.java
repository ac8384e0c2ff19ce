package dev.equipoise.bench.heartbeats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatsReportTest {

    private static final Plan PLAN =
            new Plan(10, Duration.ofSeconds(2), 3, Duration.ofSeconds(1), Duration.ofSeconds(20), 4, 1);

    @Test
    void theMedianTurnIsComparedAndRedisCounts() {
        String report = HeartbeatsReport.markdown(
                List.of(
                        turn("Equipoise", 1, 100, 20, 0),
                        turn("Equipoise", 2, 110, 40, 0),
                        turn("Equipoise", 3, 900, 40, 0),
                        turn(Eureka.TITLE, 1, 300, 0, 0),
                        turn(Eureka.TITLE, 2, 310, 0, 1),
                        turn(Eureka.TITLE, 3, 20, 0, 0)),
                PLAN,
                List.of("-Xmx1g"),
                0.25);

        assertThat(report)
                .contains("| Equipoise | 110 | 40 | 150 | 0.50 |")
                .contains("| Eureka | 300 | 0 | 300 | 1.00 |", "1 {timed out=1} |")
                .contains("5 a second");
    }

    @Test
    void aloneThereIsNothingToCompareWith() {
        String report = HeartbeatsReport.markdown(List.of(turn("Equipoise", 1, 100, 20, 0)), PLAN, List.of(), 0);

        assertThat(report).contains("| Equipoise | 100 | 20 | 120 |  |");
    }

    /** Of a hundred heartbeats. */
    private static Turn turn(String contender, int round, int serviceMicros, int storeMicros, int failed) {
        Beats beats =
                new Beats(Latencies.of(new long[100 - failed]), failed == 0 ? Map.of() : Map.of("timed out", failed));
        return new Turn(
                contender,
                round,
                beats,
                Duration.ofNanos(serviceMicros * 100_000L),
                Duration.ofNanos(storeMicros * 100_000L),
                0.5);
    }
}
