package dev.equipoise.bench.picks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PicksReportTest {

    @Test
    void everyTimeStandsBesideItsMultipleOfRoundRobin() {
        String report = new PicksReport(
                        Map.of(
                                new Measurement("pick", "round-robin", 10, 1), new Cost(8, 7, 9, 0),
                                new Measurement("pick", "adaptive", 10, 1), new Cost(100, 95, 1200, 24)),
                        List.of("adaptive", "round-robin"))
                .markdown("Setting.");

        assertThat(report)
                .contains("## 10 workers")
                .contains("| adaptive | 100 (95.0–1,200) | 12.5 | 24 |  |  |  |")
                .contains("| round-robin | 8.00 (7.00–9.00) | 1.00 | 0 |  |  |  |")
                .doesNotContain("A new picker");
    }
}
