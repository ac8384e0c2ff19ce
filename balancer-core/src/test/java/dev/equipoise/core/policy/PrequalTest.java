package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.simulation.Report;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.core.simulation.ServiceTime;
import dev.equipoise.core.simulation.SimulatedWorker;
import dev.equipoise.core.simulation.Simulation;
import dev.equipoise.core.simulation.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrequalTest extends LoadBalancingPolicyContractTest {

    @Override
    String policyName() {
        return "prequal";
    }

    @Override
    double tolerance() {
        // An idle fleet draws 30,000 times: 3 standard deviations of a tenth are 5 %.
        return 0.06;
    }

    @Test
    void aHotWorkerIsPassedOverHoweverFastItIs() {
        Fleet fleet = Fleets.of(10);
        Picker picker = policy(1).pickerFor(fleet, null);
        answer(fleet, 1, Duration.ofMillis(10));
        answer(fleet, 2, Duration.ofMillis(25));
        for (int i = 3; i <= 10; i++) {
            answer(fleet, i, Duration.ofMillis(40));
        }
        assertThat(picks(picker, "w-1", 100)).isEqualTo(100);
        for (int i = 1; i <= 10; i++) {
            start(fleet, i, i == 1 ? 12 : 3);
        }
        pick(picker, 200);
        assertThat(picks(picker, "w-2", 100)).isEqualTo(100);
    }

    @Test
    void whenAllAreHotTheLeastLoadedIsPicked() {
        Fleet fleet = Fleets.of(4);
        Picker picker = policy(2).pickerFor(fleet, null);
        answer(fleet, 1, Duration.ofMillis(10));
        pick(picker, 200);
        start(fleet, 1, 9);
        start(fleet, 2, 9);
        start(fleet, 3, 5);
        start(fleet, 4, 8);
        // The history still says that workers are idle.
        assertThat(picker.pick(PickRequest.ANY).id()).isEqualTo("w-3");
    }

    @Test
    void whatAWorkerServesForOthersCounts() {
        Fleet fleet = Fleets.of(4);
        Picker picker = policy(3).pickerFor(fleet, null);
        pick(picker, 200);
        tracker.reported("w-1", 3);
        assertThat(picks(picker, "w-1", 40)).as("the only one with load").isZero();
        tracker.reported("w-2", 9);
        tracker.reported("w-3", 9);
        tracker.reported("w-4", 9);
        PickRequest request = PickRequest.ANY.without(List.of());
        Picker anew = policy(3).pickerFor(fleet, picker);
        assertThat(anew.pick(request).id()).as("all are hot").isEqualTo("w-1");
        clock.pass(Duration.ofSeconds(11));
        pick(anew, 200);
        assertThat(picks(anew, "w-1", 400)).as("old reports have no say").isBetween(50, 150);
    }

    @Test
    void theHistorySurvivesARefresh() {
        Fleet fleet = Fleets.of(4);
        LoadBalancingPolicy policy = policy(4);
        Picker before = policy.pickerFor(fleet, null);
        for (int i = 1; i <= 4; i++) {
            start(fleet, i, 5);
        }
        pick(before, 200);
        Picker after = policy.pickerFor(Fleets.of(5), before);
        PickTrace trace = new PickTrace();
        Worker picked = after.pick(PickRequest.ANY.traced(trace));
        assertThat(trace.explain(picked).candidates())
                .allSatisfy(candidate ->
                        assertThat(candidate.terms().get("hotAbove")).isEqualTo(5));
    }

    @Test
    void aBigFleetIsProbedThreeWorkersAtATimeAndSixteenAreKnown() {
        Fleet fleet = Fleets.of(1_000);
        Picker picker = policy(5).pickerFor(fleet, null);
        assertThat(considered(picker)).hasSizeBetween(2, 3);
        assertThat(considered(picker)).hasSizeBetween(4, 6);
        pick(picker, 10);
        assertThat(considered(picker)).hasSizeBetween(13, 16);
    }

    @Test
    void probesAreForgottenAfterASecond() {
        Fleet fleet = Fleets.of(1_000);
        Picker picker = policy(6).pickerFor(fleet, null);
        pick(picker, 10);
        Set<String> known = considered(picker);
        clock.pass(Duration.ofMillis(900));
        Set<String> later = considered(picker);
        later.retainAll(known);
        assertThat(later).hasSizeGreaterThan(8);
        clock.pass(Duration.ofMillis(200));
        assertThat(considered(picker))
                .as("three of 900 + 200 ms ago and three new ones")
                .hasSizeBetween(4, 6);
    }

    @Test
    void ifAllOfThePoolWereTriedSomebodyElseIsDrawn() {
        Fleet fleet = Fleets.of(20);
        Picker picker = policy(7).pickerFor(fleet, null);
        List<String> tried = Fleets.ids(fleet).stream()
                .filter(id -> !List.of("w-4", "w-17").contains(id))
                .toList();
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            counts.merge(picker.pick(PickRequest.ANY.without(tried)).id(), 1, Integer::sum);
        }
        assertThat(counts).containsOnlyKeys("w-4", "w-17");
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void aBigFleetSharesByWeight(long seed) {
        double[] weights = new double[100];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 + i % 2;
        }
        Fleet fleet = Fleets.weighted(weights);
        Picker picker = policy(seed).pickerFor(fleet, null);
        int heavy = 0;
        for (int i = 0; i < 30_000; i++) {
            heavy += picker.pick(PickRequest.ANY).weight() == 2 ? 1 : 0;
        }
        // Picks of one pool are not independent: three times the standard deviation of 30,000 that were.
        assertThat((double) heavy).as("seed %d", seed).isCloseTo(20_000, within(3 * 3 * 82.0));
    }

    @ParameterizedTest(name = "seed {0}, load {1}")
    @CsvSource({"1, 0.46", "2, 0.68", "3, 0.68", "4, 0.68"})
    void aSlowWorkerGetsLittle(long seed, double load) {
        Report report = Simulation.of(
                        Scenario.slowWorker(load)
                                .declaringSlots()
                                .with(Span.of(Duration.ofSeconds(80)).measuredFrom(Duration.ofSeconds(20))),
                        policyName(),
                        seed)
                .run();
        double tail = report.latency().percentileMillis(0.999);
        System.out.printf(
                "prequal, seed %d, load %.2f: p99 %.0f ms, p99.9 %.0f ms, slow worker %.4f of the requests%n",
                seed, load, report.latency().percentileMillis(0.99), tail, report.share("w-1"));
        assertThat(report.share("w-1")).as("seed %d", seed).isLessThan(0.02);
        // Least connections reaches 460 to 560 ms, an oracle 137 ms.
        assertThat(tail).as("seed %d", seed).isLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aWorkerThatFailsFastIsNoBait(long seed) {
        Scenario scenario = Scenario.of(
                        SimulatedWorker.fleet(40, 8, ServiceTime.exponential(Duration.ofMillis(20))), 4_000)
                .withWorker("w-1", worker -> worker.behaving(healthy -> healthy.failing(1, Duration.ofMillis(1))))
                .with(Span.of(Duration.ofSeconds(25)).measuredFrom(Duration.ofSeconds(5)));
        assertThat(Simulation.of(scenario, policyName(), seed).run().share("w-1"))
                .as("seed %d", seed)
                .isLessThan(0.01);
    }

    private static void pick(Picker picker, int count) {
        for (int i = 0; i < count; i++) {
            picker.pick(PickRequest.ANY);
        }
    }

    private static Set<String> considered(Picker picker) {
        PickTrace trace = new PickTrace();
        Worker picked = picker.pick(PickRequest.ANY.traced(trace));
        Set<String> ids = new HashSet<>();
        for (Explanation.Candidate candidate : trace.explain(picked).candidates()) {
            assertThat(ids.add(candidate.worker())).as("noted once").isTrue();
        }
        return ids;
    }

    private int picks(Picker picker, String id, int count) {
        int picked = 0;
        for (int i = 0; i < count; i++) {
            picked += picker.pick(PickRequest.ANY).id().equals(id) ? 1 : 0;
        }
        return picked;
    }

    private void start(Fleet fleet, int number, int count) {
        Worker worker = fleet.find("w-" + number);
        for (int i = 0; i < count; i++) {
            tracker.start(worker);
        }
    }

    private void answer(Fleet fleet, int number, Duration latency) {
        Worker worker = fleet.find("w-" + number);
        for (int i = 0; i < 2; i++) {
            Call call = tracker.start(worker);
            clock.pass(latency);
            call.succeeded();
        }
    }
}
