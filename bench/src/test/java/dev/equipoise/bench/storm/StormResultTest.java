package dev.equipoise.bench.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.bench.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StormResultTest {

    private static final Setting SETTING =
            new Setting(false, 100, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(2), 4, 1);

    @Test
    void figuresAreThoseOfAllMinutesTogether() {
        StormResult result = result(
                minute(6_000, Duration.ofSeconds(3), Map.of("timed out", 2)),
                minute(6_000, Duration.ofSeconds(9), Map.of("timed out", 1, "status 503", 4)));

        assertThat(result.beats().count()).isEqualTo(12_000);
        assertThat(result.perSecond()).isEqualTo(100, within(1e-9));
        assertThat(result.microsPerBeat(Minute::registry)).isEqualTo(1_000, within(1e-9));
        assertThat(result.cores(Minute::registry)).isEqualTo(0.1, within(1e-9));
        assertThat(result.failures()).containsOnly(Map.entry("timed out", 3), Map.entry("status 503", 4));
        assertThat(result.lost()).isEqualTo(3);
    }

    @Test
    void theReportTellsGoalsBesideWhatWasMeasured() {
        String report = StormReport.markdown(
                List.of(result(minute(6_000, Duration.ofSeconds(3), Map.of("status 503", 4)))), List.of("-Xmx96m"));

        assertThat(report)
                .contains("100 workers", "`-Xmx96m`", "| all in after, s | 4.0 | 60 |")
                .contains("| lost: not up at the end | 3 | 0 |", "| heartbeats failed | 4 {status 503=4} | 0 |")
                .contains("| registry, µs per heartbeat | 500 |", "20 → 21");
    }

    private static StormResult result(Minute... minutes) {
        return new StormResult(
                SETTING,
                Duration.ofSeconds(4),
                window(100, Map.of()),
                Duration.ofSeconds(1),
                List.of(minutes),
                97,
                0,
                20,
                21,
                0.5);
    }

    private static Minute minute(int beats, Duration registry, Map<String, Integer> failures) {
        return new Minute(
                window(beats, failures), Duration.ofMinutes(1), registry, Duration.ofSeconds(1), 20, 3.5, 1, 1);
    }

    private static Tally.Window window(int beats, Map<String, Integer> failures) {
        Latencies latencies =
                Latencies.of(LongStream.range(0, beats).map(i -> 1_000_000).toArray());
        return new Tally.Window(Latencies.of(new long[] {1_000_000}), Map.of(), latencies, failures, 0);
    }
}
