package dev.equipoise.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.TrustState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two workers of ten fail now and then: what clients see of it. Seed 1. */
class SimulatedReputationTest {

    @Test
    void whoKeepsFailingGetsLessAndThenNothing() {
        Duration length = Duration.ofMinutes(6);
        Scenario scenario = ReputationFigures.scenario(0.15, 1_000, length);
        SimulatedReputation reputation = new SimulatedReputation(false);
        Report with = ReputationFigures.with(scenario, "least-connections", reputation);

        System.out.printf(
                "%d of %d failed with reputation, %d facts%n", with.failures(), with.requests(), reputation.facts());
        for (String id : List.of("w-1", "w-2")) {
            assertThat(reputation.stateOf(id)).isEqualTo(TrustState.QUARANTINED);
            assertThat(with.series().share(id, Duration.ofMinutes(1), Duration.ofMinutes(2)))
                    .isBetween(0.03, 0.09);
            assertThat(with.series().share(id, length.minusSeconds(30), length)).isZero();
        }
        for (int worker = 3; worker <= 10; worker++) {
            assertThat(reputation.stateOf("w-" + worker)).isEqualTo(TrustState.ACTIVE);
        }
        // Without, a fifth of the requests would fail at 15 %.
        assertThat(with.failures()).isLessThan((long) (0.6 * 0.2 * 0.15 * with.requests()));
    }

    @Test
    void aRetryGoesToAnotherWorkerAndFailsAsOftenAsThatOne() {
        Scenario scenario = ReputationFigures.scenario(0.5, 300, Duration.ofMinutes(5));
        Report once = ReputationFigures.without(scenario, "weighted-random", false);
        Report twice = ReputationFigures.without(scenario, "weighted-random", true);

        double first = (double) once.failures() / once.requests();
        double second = (double) twice.failures() / twice.requests();
        assertThat(twice.requests()).isEqualTo(once.requests());
        assertThat(first).isBetween(0.095, 0.105);
        // The other of the two bad ones is one of nine, and fails every second time.
        assertThat(second).isBetween(0.8 * first / 18, 1.2 * first / 18);
        long tries = twice.workers().stream()
                .mapToLong(Report.WorkerFigures::requests)
                .sum();
        assertThat(tries).isBetween(twice.requests() * 108 / 100, twice.requests() * 112 / 100);
    }

    @Test
    void aHealthyFleetIsLeftAlone() {
        Scenario scenario = ReputationFigures.scenario(0, 300, Duration.ofMinutes(5));
        SimulatedReputation reputation = new SimulatedReputation(true);
        Report with = ReputationFigures.with(scenario, "adaptive", reputation);
        assertThat(reputation.facts()).isZero();
        assertThat(with.latency())
                .isEqualTo(ReputationFigures.without(scenario, "adaptive", true).latency());
    }
}
