package dev.equipoise.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.guard.Guards;
import dev.equipoise.core.guard.OutlierEjection;
import dev.equipoise.core.guard.SlowStart;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.policy.Thinning;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The known ways in which adaptive balancers go wrong, each with the number that says it did not. */
class PitfallsTest {

    private static final String POLICY = "adaptive";
    private static final double FAIR = 0.1;
    private static final ServiceTime TIME = ServiceTime.exponential(Duration.ofMillis(20));
    private static final Duration BROKEN = Duration.ofSeconds(20);
    private static final Duration HEALED = Duration.ofSeconds(50);

    /** A gateway as it comes: with outlier ejection and slow start. */
    private static final class Guarded implements GatewayParts {

        private final AtomicInteger panics;
        private Guards guards = Guards.NONE;

        Guarded(AtomicInteger panics) {
            this.panics = panics;
        }

        @Override
        public FleetView fleetView(LoadTracker tracker) {
            OutlierEjection ejection = new OutlierEjection(tracker, OutlierEjection.Settings.DEFAULT);
            SplittableRandom random = new SplittableRandom(11);
            guards = new Guards(
                    List.of(ejection, new SlowStart(Duration.ofSeconds(30))),
                    List.of(),
                    LoadBalancingPolicies.byName("weighted-random", tracker, () -> random));
            return (fleet, now) -> {
                var seen = guards.apply(fleet, now);
                panics.addAndGet(guards.panicking() ? 1 : 0);
                return seen;
            };
        }

        @Override
        public Picker around(Picker picker, Fleet fleet, LoadTracker tracker) {
            return guards.around(picker, fleet, Thinning.BY_WEIGHT);
        }
    }

    @ParameterizedTest(name = "seed {0}, guards: {1}")
    @CsvSource({"1, false", "2, false", "3, true", "4, true"})
    void aWorkerThatFailsFastIsNoBlackHole(long seed, boolean guarded) {
        Scenario scenario = healthy(2_000)
                .then(BROKEN, "w-1", healthy -> healthy.failing(1, Duration.ofMillis(1)))
                .then(HEALED, "w-1", healthy -> healthy);
        Series series = run(seed, scenario, 290, guarded).series();
        double later = series.share("w-1", BROKEN.plusSeconds(5), HEALED);
        double back = series.share("w-1", HEALED.plusSeconds(180), HEALED.plusSeconds(240));
        System.out.printf(
                "fails fast, seed %d, guards %b: first second %.4f, from 5 s on %.4f, 3 min after healing %.4f%n",
                seed, guarded, series.share("w-1", BROKEN, BROKEN.plusSeconds(1)), later, back);
        assertThat(later).as("seed %d", seed).isLessThan(0.05);
        assertThat(back).as("seed %d", seed).isGreaterThan(0.95 * FAIR);
    }

    @ParameterizedTest(name = "seed {0}, guards: {1}, slots declared: {2}")
    @CsvSource({"1, false, false", "2, true, false", "3, false, true", "4, true, true"})
    void aWorkerThatHangsCostsAtMostEightSlowRequests(long seed, boolean guarded, boolean declared) {
        Scenario hanging = healthy(2_000).then(BROKEN, "w-1", healthy -> healthy.hanging(1));
        Report report = run(seed, declared ? hanging.declaringSlots() : hanging, 80, guarded);
        System.out.printf(
                "hangs, seed %d, guards %b, declared %b: %d slow%n", seed, guarded, declared, report.failures());
        assertThat(report.failures()).as("seed %d", seed).isPositive().isLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void newcomersAreNotFlooded(long seed) {
        Duration joined = Duration.ofSeconds(30);
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(8, 8, TIME), 1_600)
                .then(new Change.Join(joined, SimulatedWorker.of("w-9", 8, TIME)))
                .then(new Change.Join(joined, SimulatedWorker.of("w-10", 8, TIME)));
        Series series = run(seed, scenario, 120, true).series();
        for (String id : List.of("w-9", "w-10")) {
            for (int second = 30; second < 60; second += 5) {
                assertThat(series.share(id, Duration.ofSeconds(second), Duration.ofSeconds(second + 5)))
                        .as("%s from second %d on, seed %d", id, second, seed)
                        .isPositive()
                        .isLessThan(1.2 * FAIR);
            }
            assertThat(series.share(id, Duration.ofSeconds(90), Duration.ofSeconds(120)))
                    .as("%s afterwards, seed %d", id, seed)
                    .isGreaterThan(0.9 * FAIR);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aLoadStepNeitherOvershootsNorSwings(long seed) {
        Duration step = Duration.ofSeconds(30);
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(10, 8, TIME), 1_000);
        Series series = run(seed, scenario.with(scenario.traffic().then(step, 3_000)), 120, true)
                .series();
        for (int second = 30; second < 115; second += 5) {
            for (int worker = 1; worker <= 10; worker++) {
                // 1,500 requests expected: chance alone has a standard deviation of 2.5 %.
                assertThat(series.share("w-" + worker, Duration.ofSeconds(second), Duration.ofSeconds(second + 5)))
                        .as("w-%d from second %d on, seed %d", worker, second, seed)
                        .isBetween(0.8 * FAIR, 1.2 * FAIR);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"adaptive", "least-connections", "consistent-hash", "round-robin"})
    void refreshingTheFleetEverySecondChangesNothing(String policy) {
        Scenario scenario = Scenario.slowWorker(0.5).with(Keys.uniform(1_000)).with(Span.ofRequests(60_000));
        Report still = Simulation.of(scenario, policy, 7).run();
        Report refreshed = Simulation.of(scenario.with(scenario.gateways().refreshingEverySecond()), policy, 7)
                .run();
        assertThat(refreshed.workers()).isEqualTo(still.workers());
        assertThat(refreshed.latency()).isEqualTo(still.latency());
    }

    @ParameterizedTest(name = "seed {0}, guards: {1}")
    @CsvSource({"1, false", "2, true", "3, true"})
    void aPenalisedWorkerThatBehavesAgainIsBackWithinThreeMinutes(long seed, boolean guarded) {
        Scenario scenario = healthy(2_000)
                .then(BROKEN, "w-1", healthy -> healthy.slower(20).failing(0.5))
                .then(HEALED, "w-1", healthy -> healthy);
        Series series = run(seed, scenario, 290, guarded).series();
        double back = series.share("w-1", HEALED.plusSeconds(180), HEALED.plusSeconds(240));
        assertThat(back).as("seed %d", seed).isGreaterThan(0.95 * FAIR);
    }

    @Test
    void whenAllAreSickTrafficGoesByWeightAndThePanicIsTold() {
        AtomicInteger panics = new AtomicInteger();
        Scenario scenario = healthy(1_000)
                .withWorkers(worker -> worker.behaving(healthy -> healthy.failing(1)))
                .withWorker("w-1", worker -> worker.described(described -> described.withWeight(2)));
        Report report = Simulation.of(scenario.with(Span.of(Duration.ofSeconds(60))), POLICY, 5)
                .with(() -> new Guarded(panics))
                .run();
        assertThat(panics.get()).isGreaterThan(50);
        assertThat(report.share("w-1")).isBetween(0.16, 0.2);
        for (int worker = 2; worker <= 10; worker++) {
            assertThat(report.share("w-" + worker)).as("w-%d", worker).isBetween(0.08, 0.1);
        }
    }

    private static Scenario healthy(double requestsPerSecond) {
        return Scenario.of(SimulatedWorker.fleet(10, 8, TIME), requestsPerSecond);
    }

    private static Report run(long seed, Scenario scenario, int seconds, boolean guarded) {
        Simulation simulation = Simulation.of(scenario.with(Span.of(Duration.ofSeconds(seconds))), POLICY, seed);
        return guarded ? simulation.with(() -> new Guarded(new AtomicInteger())).run() : simulation.run();
    }
}
