package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.core.simulation.Series;
import dev.equipoise.core.simulation.ServiceTime;
import dev.equipoise.core.simulation.SimulatedWorker;
import dev.equipoise.core.simulation.Simulation;
import dev.equipoise.core.simulation.Span;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastResponseTimeTest extends LoadBalancingPolicyContractTest {

    @Override
    String policyName() {
        return "least-response-time";
    }

    @Override
    double tolerance() {
        // An idle fleet draws 30,000 times: 3 standard deviations of a tenth are 5 %. Under load whole requests are
        // divided by weights, and of 40 requests a worker of weight 1 in 11 has 3 or 4.
        return 0.06;
    }

    @Test
    void theOneExpectedToAnswerFirstIsPicked() {
        Fleet fleet = Fleets.of(2);
        Picker picker = policy(1).pickerFor(fleet, null);
        answer(fleet, 1, Duration.ofMillis(20));
        answer(fleet, 2, Duration.ofMillis(50));
        assertThat(picks(picker, "w-1", 100)).isEqualTo(100);
        // 20 ms × 2 < 50 ms < 20 ms × 3.
        tracker.start(fleet.workers().get(0));
        assertThat(picks(picker, "w-1", 100)).isEqualTo(100);
        tracker.start(fleet.workers().get(0));
        assertThat(picks(picker, "w-2", 100)).isEqualTo(100);
    }

    @Test
    void whatIsInFlightCountsByWeight() {
        Fleet fleet = Fleets.weighted(1, 3);
        Picker picker = policy(2).pickerFor(fleet, null);
        // Mean weight 2: 1 + 1 ÷ 0.5 = 3 against 1 + 4 ÷ 1.5 = 3.7, then 1 + 2 ÷ 0.5 = 5.
        start(fleet, 1, 1);
        start(fleet, 2, 4);
        assertThat(picks(picker, "w-1", 100)).isEqualTo(100);
        start(fleet, 1, 1);
        assertThat(picks(picker, "w-2", 100)).isEqualTo(100);
    }

    @Test
    void withinFivePercentWorkersAreEqualAndShareByWeight() {
        Fleet fleet = Fleets.weighted(1, 3, 2);
        Picker picker = policy(3).pickerFor(fleet, null);
        answer(fleet, 1, Duration.ofMillis(100));
        answer(fleet, 2, Duration.ofMillis(104));
        answer(fleet, 3, Duration.ofMillis(120));
        // 10,000 draws at 25 %: the standard deviation is 43.
        assertThat(picks(picker, "w-1", 10_000)).isCloseTo(2_500, within(200));
        assertThat(picks(picker, "w-3", 1_000)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSlowWorkerGetsLittleAndAWorkerThatFailsFastNothingMuch(long seed) {
        Scenario scenario = Scenario.of(
                        SimulatedWorker.fleet(10, 8, ServiceTime.exponential(Duration.ofMillis(20))), 1_800)
                .withWorker("w-1", worker -> worker.behaving(healthy -> healthy.slower(10)))
                .then(Duration.ofSeconds(30), "w-2", healthy -> healthy.failing(1, Duration.ofMillis(1)))
                .with(Span.of(Duration.ofSeconds(55)));
        Series series = Simulation.of(scenario, policyName(), seed).run().series();
        assertThat(series.share("w-1", Duration.ofSeconds(10), Duration.ofSeconds(30)))
                .as("slow, seed %d", seed)
                .isPositive()
                .isLessThan(0.02);
        assertThat(series.share("w-2", Duration.ofSeconds(35), Duration.ofSeconds(55)))
                .as("failing, seed %d", seed)
                .isLessThan(0.02);
    }

    private int picks(Picker picker, String id, int count) {
        int picked = 0;
        for (int i = 0; i < count; i++) {
            picked += picker.pick(PickRequest.ANY).id().equals(id) ? 1 : 0;
        }
        return picked;
    }

    private void start(Fleet fleet, int number, int count) {
        for (int i = 0; i < count; i++) {
            tracker.start(fleet.workers().get(number - 1));
        }
    }

    private void answer(Fleet fleet, int number, Duration latency) {
        Worker worker = fleet.workers().get(number - 1);
        for (int i = 0; i < 2; i++) {
            Call call = tracker.start(worker);
            clock.pass(latency);
            call.succeeded();
        }
    }
}
