package dev.equipoise.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.Picker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    private static final ServiceTime EXPONENTIAL = ServiceTime.exponential(Duration.ofMillis(20));
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    static Stream<String> contenders() {
        return Contenders.names().stream();
    }

    /** A scenario in which everything happens. */
    private static Scenario eventful() {
        return Scenario.of(SimulatedWorker.fleet(6, 4, EXPONENTIAL), 600)
                .with(Keys.zipf(1_000, 0.9))
                .with(Gateways.ONE
                        .times(3)
                        .inZones(List.of("a", "b"), Duration.ofMillis(2))
                        .refreshingEverySecond())
                .withWorker("w-1", worker -> worker.inZone("a").behaving(it -> it.slower(8)))
                .withWorker("w-2", worker -> worker.inZone("b").behaving(it -> it.failing(0.2, Duration.ofMillis(1))))
                .withWorker("w-3", worker -> worker.behaving(it -> it.hanging(0.01)))
                .then(Duration.ofSeconds(5), "w-4", Behaviour::refusingConnections)
                .then(new Change.Leave(Duration.ofSeconds(8), "w-5"))
                .then(new Change.Join(Duration.ofSeconds(9), SimulatedWorker.of("w-7", 16, EXPONENTIAL)))
                .with(Span.of(Duration.ofSeconds(20)));
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void theSameSeedGivesTheSameReportAndAnotherSeedAnother(String contender) {
        Report report = Simulation.of(eventful(), contender, 1).run();
        assertThat(Simulation.of(eventful(), contender, 1).run()).isEqualTo(report);
        assertThat(Simulation.of(eventful(), contender, 2).run()).isNotEqualTo(report);
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyRequestEndsOnce(String contender) {
        List<CountingTracker> trackers = new ArrayList<>();
        long[] arrived = new long[1];
        Report report = Simulation.of(eventful(), contender, 3)
                .with(() -> new GatewayParts() {
                    @Override
                    public LoadTracker tracker(LongSupplier clock) {
                        CountingTracker tracker = new CountingTracker(clock);
                        trackers.add(tracker);
                        return tracker;
                    }
                })
                .watchedBy(count -> arrived[0] = count)
                .run();
        assertThat(report.requests()).isEqualTo(arrived[0]);
        assertThat(report.endings().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(arrived[0]);
        assertThat(report.workers().stream()
                        .mapToLong(Report.WorkerFigures::requests)
                        .sum())
                .isEqualTo(arrived[0]);
        assertThat(report.workers().stream()
                        .mapToLong(Report.WorkerFigures::failures)
                        .sum())
                .isEqualTo(report.failures());
        if (!contender.startsWith("oracle")) {
            assertThat(trackers).hasSize(3);
            assertThat(trackers.stream().mapToLong(tracker -> tracker.started).sum())
                    .isEqualTo(arrived[0]);
            assertThat(trackers).allSatisfy(tracker -> {
                assertThat(tracker.endings).hasSize((int) tracker.started).containsOnly(1);
                assertThat(tracker.started).isGreaterThan(arrived[0] / 4);
            });
        }
    }

    @Test
    void contendersMeetTheSameRequests() {
        Scenario scenario = Scenario.slowWorker(0.5);
        Report one = Simulation.of(scenario, "round-robin", 1).run();
        Report other = Simulation.of(scenario, "adaptive", 1).run();
        assertThat(one.series().size()).isEqualTo(other.series().size()).isGreaterThan(20);
        for (int second = 0; second < one.series().size(); second++) {
            assertThat(one.series().rate(second)).isEqualTo(other.series().rate(second));
        }
    }

    /** 10 workers with 8 slots, exponential 20 ms, one ten times slower: the figure that others are measured by. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.75})
    void theOracleHardlyEverWaits(double load) {
        Scenario scenario = Scenario.slowWorker(load).with(Span.ofRequests(400_000));
        Report report = Simulation.of(scenario, "oracle-shortest-wait", 1).run();
        System.out.printf("load %.2f: %s%n", load, report);
        // Without any wait 1 % take longer than 20 ms × ln 100 = 92.1 ms, 0.1 % longer than 138.2 ms.
        assertThat(report.latency().percentileMillis(0.99)).isCloseTo(92.1, within(2.0));
        assertThat(report.latency().percentileMillis(0.999)).isCloseTo(138.2, within(4.0));
        assertThat(report.share("w-1")).isLessThan(0.002);
        assertThat(report.failures()).isZero();
    }

    @Test
    void theShortestQueueKnowsNothingOfSpeed() {
        Scenario scenario = Scenario.slowWorker(0.5).with(Span.ofRequests(100_000));
        Report queue = Simulation.of(scenario, "oracle-shortest-queue", 1).run();
        Report wait = Simulation.of(scenario, "oracle-shortest-wait", 1).run();
        assertThat(queue.share("w-1")).isGreaterThan(10 * wait.share("w-1"));
        assertThat(queue.latency().percentileMillis(0.99))
                .isGreaterThan(wait.latency().percentileMillis(0.99) * 1.2);
    }

    @Test
    void aWorkerThatFailsFastAnswersAfterOneMillisecond() {
        Report report = single(worker -> worker.behaving(it -> it.failing(1, Duration.ofMillis(1))), 10);
        assertThat(report.endings().get(Ending.FAILED)).isEqualTo(report.requests());
        assertThat(report.latency().meanMillis()).isCloseTo(1, within(0.1));
    }

    @Test
    void aWorkerThatHangsKeepsItsSlotsUntilClientsGiveUp() {
        // 10 per second for 5 s in 8 slots: what hangs frees a slot after 5 s, for others that hang.
        Report report = single(worker -> worker.behaving(it -> it.hanging(1)), 10);
        assertThat(report.endings().get(Ending.TIMED_OUT)).isEqualTo(report.requests());
        assertThat(report.latency().meanMillis()).isEqualTo(5_000);
        assertThat(report.latency().maxMillis()).isEqualTo(5_000);
    }

    @Test
    void halfOfTheAnswersFailIfHalfAreToFail() {
        Report report = single(worker -> worker.behaving(it -> it.failing(0.5)), 100);
        assertThat((double) report.failures() / report.requests()).isCloseTo(0.5, within(0.05));
        assertThat(report.endings().get(Ending.FAILED)).isEqualTo(report.failures());
        assertThat(report.latency().meanMillis()).isCloseTo(20, within(2.0));
    }

    @Test
    void aWorkerThatRefusesFailsAtOnce() {
        Report report = single(worker -> worker.behaving(Behaviour::refusingConnections), 10);
        assertThat(report.endings().get(Ending.REFUSED)).isEqualTo(report.requests());
        assertThat(report.latency().maxMillis()).isZero();
    }

    @Test
    void aLineThatGrowsIsLeftByThoseWhoGiveUp() {
        // One slot, 1 s each, 10 per second: the worker always has work, and one client a second is served.
        Scenario scenario = Scenario.of(
                        List.of(SimulatedWorker.of("w-1", 1, ServiceTime.constant(Duration.ofSeconds(1)))), 10)
                .with(Span.of(Duration.ofSeconds(100)));
        Report report = Simulation.of(scenario, "round-robin", 1).run();
        assertThat(report.latency().maxMillis()).isEqualTo(5_000);
        assertThat(report.endings().get(Ending.SUCCEEDED)).isLessThan(106);
        // Those whose turn came in their last second are served for nothing: nearly all, in the long run.
        assertThat(report.endings().get(Ending.TIMED_OUT)).isGreaterThan(850);
    }

    @Test
    void nobodyIsPickedFromAnEmptyFleet() {
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(1, 8, EXPONENTIAL), 100)
                .then(new Change.Leave(Duration.ofSeconds(10), "w-1"))
                .with(Span.of(Duration.ofSeconds(20)));
        for (String contender : Contenders.names()) {
            Report report = Simulation.of(scenario, contender, 1).run();
            assertThat(report.endings().get(Ending.UNPLACED)).isBetween(850L, 1_150L);
            assertThat(report.failures()).isEqualTo(report.endings().get(Ending.UNPLACED));
        }
    }

    @Test
    void workersJoinAndLeave() {
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(3, 8, EXPONENTIAL), 300)
                .then(new Change.Leave(Duration.ofSeconds(10), "w-1"))
                .then(new Change.Join(
                        Duration.ofSeconds(20),
                        SimulatedWorker.of("w-4", 8, EXPONENTIAL).described(worker -> worker.withSequence(4))))
                .with(Span.of(Duration.ofSeconds(30)));
        Report report = Simulation.of(scenario, "round-robin", 1).run();
        Series series = report.series();
        assertThat(report.failures()).isZero();
        assertThat(series.share("w-1", Duration.ZERO, Duration.ofSeconds(10))).isCloseTo(1 / 3.0, within(0.01));
        assertThat(series.share("w-1", Duration.ofSeconds(10), Duration.ofSeconds(30)))
                .isZero();
        assertThat(series.share("w-2", Duration.ofSeconds(10), Duration.ofSeconds(20)))
                .isCloseTo(1 / 2.0, within(0.01));
        assertThat(series.share("w-4", Duration.ZERO, Duration.ofSeconds(20))).isZero();
        assertThat(series.share("w-4", Duration.ofSeconds(20), Duration.ofSeconds(30)))
                .isCloseTo(1 / 3.0, within(0.01));
    }

    @Test
    void theRateFollowsItsPhases() {
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(3, 8, EXPONENTIAL), 200)
                .with(Traffic.of(200)
                        .then(Duration.ofSeconds(10), 0)
                        .then(Duration.ofSeconds(20), 600)
                        .then(Duration.ofSeconds(30), 0));
        Series series = Simulation.of(scenario, "round-robin", 1).run().series();
        assertThat(series.size()).isEqualTo(30);
        assertThat(mean(series, 0, 10)).isCloseTo(200, within(20.0));
        assertThat(mean(series, 10, 20)).isZero();
        assertThat(mean(series, 20, 30)).isCloseTo(600, within(40.0));
    }

    @Test
    void theWarmUpCountsInTheSeriesAlone() {
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(3, 8, EXPONENTIAL), 300)
                .withWorker("w-1", worker -> worker.behaving(it -> it.failing(1)))
                .then(Duration.ofSeconds(10), "w-1", it -> it.failing(0))
                .with(Span.of(Duration.ofSeconds(20)).measuredFrom(Duration.ofSeconds(10)));
        Report report = Simulation.of(scenario, "round-robin", 1).run();
        assertThat(report.requests()).isBetween(2_800L, 3_200L);
        assertThat(report.failures()).isZero();
        assertThat(report.series().size()).isEqualTo(20);
    }

    @Test
    void keysStayWithOneWorkerIfThePolicySaysSo() {
        Scenario scenario =
                Scenario.of(SimulatedWorker.fleet(5, 8, EXPONENTIAL), 50).with(Keys.uniform(200));
        Report hashed = Simulation.of(scenario, "consistent-hash", 1).run();
        Report inTurn = Simulation.of(scenario, "round-robin", 1).run();
        assertThat(hashed.keys()).isEqualTo(inTurn.keys()).isEqualTo(200);
        assertThat(inTurn.sharedKeys()).isEqualTo(200);
        assertThat(inTurn.maxOverMeanKeys()).isEqualTo(1);
        assertThat(hashed.maxOverMeanKeys()).isGreaterThan(1);
        // Bounded loads move a key when its worker has more than its share in flight.
        int seen =
                hashed.workers().stream().mapToInt(Report.WorkerFigures::keys).sum();
        assertThat(seen).isLessThan(900);
    }

    @Test
    void popularKeysFollowZipf() {
        int count = 100;
        KeyDraw draw = new KeyDraw(Keys.zipf(count, 1));
        Map<Integer, Integer> drawn = new HashMap<>();
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            drawn.merge(draw.draw((i + 0.5) / draws), 1, Integer::sum);
        }
        double harmonic = 0;
        for (int i = 1; i <= count; i++) {
            harmonic += 1.0 / i;
        }
        for (int key = 0; key < count; key++) {
            assertThat(drawn.get(key)).isCloseTo((int) (draws / harmonic / (key + 1)), within(2));
        }
    }

    @Test
    void answersFromAnotherZoneTakeLonger() {
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(2, 8, ServiceTime.constant(Duration.ofMillis(10))), 100)
                .withWorker("w-1", worker -> worker.inZone("a"))
                .withWorker("w-2", worker -> worker.inZone("b"))
                .with(Gateways.ONE.inZones(List.of("a"), Duration.ofMillis(30)))
                .with(Span.ofRequests(1_000));
        Report report = Simulation.of(scenario, "round-robin", 1).run();
        assertThat(report.inZone()).isEqualTo(500);
        assertThat(report.latency().percentileMillis(0.5)).isCloseTo(10, within(0.02));
        assertThat(report.latency().maxMillis()).isEqualTo(40);
    }

    @Test
    void heartbeatsTellEveryGatewayWhatAllHaveInFlight() {
        record Heard(String worker, int inFlight, long atSecond) {}
        Map<LoadTracker, List<Heard>> heard = new HashMap<>();
        long[] arrived = new long[1];
        Scenario scenario = Scenario.of(
                        SimulatedWorker.fleet(2, 1_000, ServiceTime.constant(Duration.ofSeconds(4))), 100)
                .with(Gateways.ONE.times(2))
                .with(Span.of(Duration.ofSeconds(21)));
        Simulation.of(scenario, "round-robin", 1)
                .with(() -> new GatewayParts() {
                    @Override
                    public void reported(LoadTracker tracker, String workerId, int inFlight) {
                        heard.computeIfAbsent(tracker, any -> new ArrayList<>())
                                .add(new Heard(workerId, inFlight, arrived[0]));
                    }
                })
                .run();
        assertThat(heard).hasSize(2);
        heard.values().forEach(all -> {
            List<Integer> ofOne = all.stream()
                    .filter(report -> report.worker().equals("w-1"))
                    .map(Heard::inFlight)
                    .toList();
            // At 2.5 s, 7.5 s, 12.5 s, 17.5 s and 22.5 s: 50 per second for 4 s are 200; at 22.5 s arrivals have ended.
            assertThat(ofOne).hasSizeGreaterThanOrEqualTo(4);
            assertThat(ofOne.subList(1, 4))
                    .allSatisfy(inFlight -> assertThat(inFlight).isBetween(150, 250));
        });
        List<List<Heard>> both = List.copyOf(heard.values());
        assertThat(both.get(0)).isEqualTo(both.get(1));
    }

    @Test
    void guardsStandBetweenFleetAndPolicy() {
        Scenario scenario =
                Scenario.of(SimulatedWorker.fleet(4, 8, EXPONENTIAL), 400).with(Span.of(Duration.ofSeconds(20)));
        Series series = Simulation.of(scenario, "round-robin", 1)
                .with(() -> new GatewayParts() {
                    @Override
                    public FleetView fleetView(LoadTracker tracker) {
                        return (fleet, now) -> now < 10_000_000_000L
                                ? fleet
                                : fleet.matching(worker -> !worker.id().equals("w-1"));
                    }
                })
                .run()
                .series();
        assertThat(series.share("w-1", Duration.ZERO, Duration.ofSeconds(10))).isCloseTo(0.25, within(0.01));
        assertThat(series.share("w-1", Duration.ofSeconds(10), Duration.ofSeconds(20)))
                .isZero();
    }

    @Test
    void guardsStandAroundEveryPicker() {
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(4, 8, EXPONENTIAL), 400);
        Report report = Simulation.of(scenario, "round-robin", 1)
                .with(() -> new GatewayParts() {
                    @Override
                    public Picker around(Picker picker, Fleet fleet, LoadTracker tracker) {
                        return request -> picker.pick(request.without(List.of("w-1")));
                    }
                })
                .run();
        assertThat(report.share("w-1")).isZero();
        assertThat(report.failures()).isZero();
    }

    @Test
    void refreshingBuildsPickersEverySecondAndOtherwiseOnChangeAlone() {
        Scenario scenario =
                Scenario.of(SimulatedWorker.fleet(4, 8, EXPONENTIAL), 400).with(Span.of(Duration.ofSeconds(20)));
        assertThat(pickersBuilt(scenario)).isEqualTo(1);
        assertThat(pickersBuilt(scenario.then(new Change.Leave(Duration.ofSeconds(3), "w-1"))))
                .isEqualTo(2);
        assertThat(pickersBuilt(scenario.with(Gateways.ONE.refreshingEverySecond())))
                .isBetween(20, 21);
    }

    @Test
    void unknownContendersAreRefusedWithTheNamesOfTheKnown() {
        assertThatThrownBy(() -> Simulation.of(eventful(), "best", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"best\"")
                .hasMessageContaining("oracle-shortest-wait, adaptive");
    }

    private static int pickersBuilt(Scenario scenario) {
        int[] built = new int[1];
        Simulation.of(scenario, "round-robin", 1)
                .with(() -> new GatewayParts() {
                    @Override
                    public LoadBalancingPolicy policy(String name, LoadTracker tracker, RandomGenerator random) {
                        LoadBalancingPolicy policy = GatewayParts.super.policy(name, tracker, random);
                        return (fleet, previous) -> {
                            built[0]++;
                            return policy.pickerFor(fleet, previous);
                        };
                    }
                })
                .run();
        return built[0];
    }

    private static Report single(UnaryOperator<SimulatedWorker> change, double requestsPerSecond) {
        SimulatedWorker worker = change.apply(SimulatedWorker.of("w-1", 8, EXPONENTIAL));
        Scenario scenario = Scenario.of(List.of(worker), requestsPerSecond).with(Span.ofRequests(2_000));
        return Simulation.of(scenario.with(scenario.traffic().timingOut(TIMEOUT)), "round-robin", 1)
                .run();
    }

    private static double mean(Series series, int from, int to) {
        double sum = 0;
        for (int second = from; second < to; second++) {
            sum += series.rate(second);
        }
        return sum / (to - from);
    }
}
