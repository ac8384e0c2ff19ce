package dev.equipoise.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulation against what queueing theory knows exactly. One worker, so that no choice plays a part. */
class SimulationTheoryTest {

    private static final Duration MEAN = Duration.ofMillis(10);
    private static final long REQUESTS = 500_000;

    @ParameterizedTest(name = "M/M/1, seed {0}, utilisation {1}")
    @CsvSource({"1, 0.3", "2, 0.5", "3, 0.7", "4, 0.8"})
    void oneSlotWaitsAsErlangSays(long seed, double utilisation) {
        Report report = run(seed, 1, ServiceTime.exponential(MEAN), utilisation);
        double expected = 10 / (1 - utilisation);
        // Consecutive waits are correlated. Their mean over n requests has the variance ρ(2 + 5ρ − 4ρ² + ρ³) ÷ (1 − ρ)⁴
        // ÷ n,
        // in units of the service time (Daley, 1968): at 0.8 and 500,000 this is a standard error of 1.3 %.
        double u = utilisation;
        double variance = u * (2 + 5 * u - 4 * u * u + u * u * u) / Math.pow(1 - u, 4);
        double error = 10 * Math.sqrt(variance / report.requests());
        print("M/M/1", report, expected);
        assertThat(report.latency().meanMillis()).as("mean, seed %d", seed).isCloseTo(expected, within(3.5 * error));
        // The time in the system is exponential too.
        assertThat(report.latency().percentileMillis(0.99))
                .as("p99, seed %d", seed)
                .isCloseTo(expected * Math.log(100), within(expected * Math.log(100) * 0.06));
    }

    @ParameterizedTest(name = "M/M/{1}, seed {0}, utilisation {2}")
    @CsvSource({"1, 2, 0.7", "2, 8, 0.5", "3, 8, 0.9", "4, 72, 0.83"})
    void severalSlotsWaitAsErlangSays(long seed, int slots, double utilisation) {
        Report report = run(seed, slots, ServiceTime.exponential(MEAN), utilisation);
        double expected = 10 + 10 * erlangC(slots, utilisation * slots) / (slots * (1 - utilisation));
        print("M/M/" + slots, report, expected);
        assertThat(report.latency().meanMillis()).as("seed %d", seed).isCloseTo(expected, within(expected * 0.02));
    }

    @ParameterizedTest(name = "M/D/1, seed {0}")
    @ValueSource(longs = {1, 2})
    void constantServiceWaitsHalfAsLong(long seed) {
        Report report = run(seed, 1, ServiceTime.constant(MEAN), 0.7);
        // Pollaczek and Khinchine: wait = ρ × mean × (1 + variance ÷ mean²) ÷ 2 ÷ (1 − ρ).
        double expected = 10 + 0.7 * 10 / 2 / 0.3;
        print("M/D/1", report, expected);
        assertThat(report.latency().meanMillis()).as("seed %d", seed).isCloseTo(expected, within(expected * 0.02));
    }

    @ParameterizedTest(name = "M/G/1 lognormal, seed {0}")
    @ValueSource(longs = {1, 2})
    void variableServiceWaitsLonger(long seed) {
        double sigma = 0.8;
        Report report = run(seed, 1, ServiceTime.lognormal(MEAN, sigma), 0.6);
        // The second moment of a lognormal time is mean² × exp(σ²).
        double expected = 10 + 0.6 * 10 * Math.exp(sigma * sigma) / 2 / 0.4;
        print("M/G/1", report, expected);
        assertThat(report.latency().meanMillis()).as("seed %d", seed).isCloseTo(expected, within(expected * 0.03));
    }

    /** The probability that all slots are taken, by the recursion of Erlang's B. */
    private static double erlangC(int slots, double offered) {
        double blocked = 1;
        for (int i = 1; i <= slots; i++) {
            blocked = offered * blocked / (i + offered * blocked);
        }
        double utilisation = offered / slots;
        return blocked / (1 - utilisation * (1 - blocked));
    }

    private static Report run(long seed, int slots, ServiceTime serviceTime, double utilisation) {
        double rate = utilisation * slots / (MEAN.toNanos() / 1e9);
        Scenario scenario = new Scenario(
                SimulatedWorker.fleet(1, slots, serviceTime),
                Traffic.of(rate).timingOut(Duration.ofDays(1)),
                Gateways.ONE,
                List.of(),
                new Span(Duration.ofSeconds(20), Span.UNLIMITED, REQUESTS));
        return Simulation.of(scenario, "round-robin", seed).run();
    }

    private static void print(String queue, Report report, double expected) {
        System.out.printf("%s: %s; theory says mean %.2f ms%n", queue, report, expected);
    }
}
