package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.core.simulation.Series;
import dev.equipoise.core.simulation.ServiceTime;
import dev.equipoise.core.simulation.SimulatedWorker;
import dev.equipoise.core.simulation.Simulation;
import dev.equipoise.core.simulation.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedScoreTest extends LoadBalancingPolicyContractTest {

    @Override
    String policyName() {
        return "weighted-score";
    }

    @Override
    double tolerance() {
        // An idle fleet draws 30,000 times: 3 standard deviations of a tenth are 5 %.
        return 0.06;
    }

    @Override
    boolean promisesSharesToUnequals() {
        return false;
    }

    @Test
    void theScoreIsTheOneOfTheFormula() {
        Fleet fleet = Fleet.of(
                1,
                List.of(
                        Fleets.worker(1).withCapacity(new Capacity(8, 0)),
                        Fleets.worker(2).withCapacity(new Capacity(16, 0)),
                        in("b", 3).withWeight(2)));
        start(fleet, 1, 2);
        start(fleet, 3, 3);
        answer(fleet, 1, Duration.ofMillis(50));
        PickRequest request = new PickRequest(null, "a", List.of(), null);
        Map<String, Explanation.Candidate> scores = explain(policy(1).pickerFor(fleet, null), request);

        assertTerms(scores.get("w-1"), 0.75, 1 / 1.5, 1, 0.5, 0.5);
        assertThat(scores.get("w-1").score())
                .isCloseTo(0.3 * 0.75 + 0.25 / 1.5 + 0.2 + 0.15 * 0.5 + 0.1 * 0.5, within(1e-9));
        assertTerms(scores.get("w-2"), 1, 1 / 1.5, 1, 1, 0.5);
        // Mean in flight 5/3, mean weight 4/3: 2 × 8/3 × 1.5 = 8 slots.
        assertTerms(scores.get("w-3"), 1 - 3 / 8.0, 1 / 1.5, 1, 1, 0);
    }

    @Test
    void failuresCostReliability() {
        Fleet fleet = Fleets.of(1);
        Picker picker = policy(1).pickerFor(fleet, null);
        for (int i = 0; i < 1_000; i++) {
            Call call = tracker.start(fleet.workers().get(0));
            clock.pass(Duration.ofSeconds(1));
            call.failed();
        }
        Map<String, Double> terms = explain(picker, PickRequest.ANY).get("w-1").terms();
        assertThat(terms.get("reliability")).isCloseTo(0, within(0.001));
        assertThat(terms.get("latency")).isCloseTo(1 / 51.0, within(0.001));
    }

    @Test
    void anOverloadedWorkerHasNoFreeShareAndNotLess() {
        Fleet fleet = Fleet.of(1, List.of(Fleets.worker(1).withCapacity(new Capacity(4, 0))));
        start(fleet, 1, 40);
        assertThat(explain(policy(1).pickerFor(fleet, null), PickRequest.ANY)
                        .get("w-1")
                        .terms())
                .containsEntry("load", 0.0);
    }

    @Test
    void onlyTheBestThreeGetRequestsInProportionToScoreTimesWeight() {
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            workers.add(in(i <= 3 ? "a" : "b", i).withWeight(i == 1 ? 1.0 : 0.5));
        }
        Fleet fleet = Fleet.of(1, workers);
        Picker picker = policy(2).pickerFor(fleet, null);
        PickRequest request = new PickRequest(null, "a", List.of(), null);
        Map<String, Explanation.Candidate> scores = explain(picker, request);
        Map<String, Integer> counts = counts(picker, request, 30_000);
        assertThat(counts).containsOnlyKeys("w-1", "w-2", "w-3");
        double heavy = scores.get("w-1").score();
        double light = scores.get("w-2").score() * 0.5;
        // Standard deviation 87.
        assertThat((double) counts.get("w-1")).isCloseTo(30_000 * heavy / (heavy + 2 * light), within(400.0));

        Map<String, Integer> elsewhere = counts(picker, request.without(List.of("w-1", "w-2")), 3_000);
        assertThat(elsewhere).hasSizeBetween(3, 4).containsKey("w-3");
    }

    @Test
    void withoutAZoneNobodyIsNearer() {
        Fleet fleet = Fleet.of(1, List.of(in("a", 1), in("b", 2), Fleets.worker(3)));
        explain(policy(1).pickerFor(fleet, null), PickRequest.ANY)
                .values()
                .forEach(candidate -> assertThat(candidate.terms()).containsEntry("proximity", 0.5));
    }

    @Test
    void otherWeightsMakeOtherScores() {
        RandomGenerator random = new SplittableRandom(3);
        Fleet fleet = Fleet.of(1, List.of(in("a", 1), in("b", 2), in("b", 3), in("b", 4)));
        ScoreWeights near = new ScoreWeights(0, 0, 0, 0, 4);
        Picker picker =
                LoadBalancingPolicies.weightedScore(near, tracker, () -> random).pickerFor(fleet, null);
        PickRequest request = new PickRequest(null, "a", List.of(), null);
        assertThat(explain(picker, request).get("w-1").score()).isEqualTo(1);
        assertThat(counts(picker, request, 1_000)).containsOnlyKeys("w-1");
        assertThat(counts(picker, request.without(List.of("w-1")), 3_000))
                .as("nobody has a score")
                .containsOnlyKeys("w-2", "w-3", "w-4");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSlowWorkerGetsLittle(long seed) {
        Scenario scenario = Scenario.of(
                        SimulatedWorker.fleet(10, 8, ServiceTime.exponential(Duration.ofMillis(20))), 1_800)
                .declaringSlots()
                .withWorker("w-1", worker -> worker.behaving(healthy -> healthy.slower(20)))
                .with(Span.of(Duration.ofSeconds(30)));
        Series series = Simulation.of(scenario, policyName(), seed).run().series();
        assertThat(series.share("w-1", Duration.ofSeconds(10), Duration.ofSeconds(30)))
                .as("seed %d", seed)
                .isLessThan(0.02);
    }

    private static Worker in(String zone, int number) {
        Worker worker = Fleets.worker(number);
        return new Worker(
                worker.id(),
                worker.uri(),
                worker.services(),
                zone,
                worker.capacity(),
                worker.weight(),
                worker.status(),
                worker.sequence(),
                worker.epoch());
    }

    private static void assertTerms(
            Explanation.Candidate candidate,
            double load,
            double latency,
            double reliability,
            double capacity,
            double proximity) {
        assertThat(candidate.terms().get("load")).isCloseTo(load, within(1e-9));
        assertThat(candidate.terms().get("latency")).isCloseTo(latency, within(1e-9));
        assertThat(candidate.terms().get("reliability")).isCloseTo(reliability, within(1e-9));
        assertThat(candidate.terms().get("capacity")).isCloseTo(capacity, within(1e-9));
        assertThat(candidate.terms().get("proximity")).isCloseTo(proximity, within(1e-9));
    }

    private static Map<String, Explanation.Candidate> explain(Picker picker, PickRequest request) {
        PickTrace trace = new PickTrace();
        Worker picked = picker.pick(request.traced(trace));
        Map<String, Explanation.Candidate> byId = new HashMap<>();
        trace.explain(picked).candidates().forEach(candidate -> byId.put(candidate.worker(), candidate));
        return byId;
    }

    private static Map<String, Integer> counts(Picker picker, PickRequest request, int picks) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < picks; i++) {
            counts.merge(picker.pick(request).id(), 1, Integer::sum);
        }
        return counts;
    }

    private void start(Fleet fleet, int number, int count) {
        for (int i = 0; i < count; i++) {
            tracker.start(fleet.workers().get(number - 1));
        }
    }

    private void answer(Fleet fleet, int number, Duration latency) {
        for (int i = 0; i < 2; i++) {
            Call call = tracker.start(fleet.workers().get(number - 1));
            clock.pass(latency);
            call.succeeded();
        }
    }
}
