package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthBoundsTest {

    private final ManualClock clock = new ManualClock();
    private final LoadTracker tracker = new PeakEwmaLoadTracker(clock);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inAHealthyFleetTheBoundsAreThoseOfPlainBoundedLoads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Fleet fleet = Fleets.weighted(1, 1, 2, 4, 0.5, 1, 1, 1, 1, 1);
        for (int round = 0; round < 200; round++) {
            // Up to half as slow again: what chance and load do to healthy workers.
            for (Worker worker : fleet.workers()) {
                answer(worker, Duration.ofNanos((long) (20e6 * (1 + random.nextDouble() / 2))));
            }
        }
        HealthBounds bounds = new HealthBounds(fleet.workers(), tracker);
        for (int requests = 0; requests < 2_000; requests++) {
            tracker.start(fleet.workers().get(random.nextInt(fleet.size())));
            double allowance = bounds.allowance();
            for (int i = 0; i < fleet.size(); i++) {
                double weight = fleet.workers().get(i).weight();
                assertThat(bounds.bound(i, allowance))
                        .as("seed %d", seed)
                        .isEqualTo(Math.ceil(1.25 * (requests + 2) * weight / 13.5 - 1e-9));
                assertThat(bounds.kept(i)).isOne();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theSlowerAWorkerTheLowerItsBoundAndSomebodyAlwaysHasRoom(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            Fleet fleet = Fleets.named("r" + round + "-", 2 + random.nextInt(9));
            for (int samples = 0; samples < 100; samples++) {
                for (int i = 0; i < fleet.size(); i++) {
                    answer(fleet.workers().get(i), Duration.ofMillis(10L * (1 + i * i)));
                }
            }
            HealthBounds bounds = new HealthBounds(fleet.workers(), tracker);
            List<Call> calls = new ArrayList<>();
            int inFlight = random.nextInt(300);
            for (int i = 0; i < inFlight; i++) {
                calls.add(tracker.start(fleet.workers().get(random.nextInt(fleet.size()))));
            }
            double allowance = bounds.allowance();
            double sum = 0;
            for (int i = 0; i < fleet.size(); i++) {
                double bound = bounds.bound(i, allowance);
                sum += bound;
                assertThat(bound).isGreaterThanOrEqualTo(1);
                for (int slower = 0; slower < fleet.size(); slower++) {
                    if (mean(fleet, slower) >= mean(fleet, i)) {
                        assertThat(bounds.bound(slower, allowance))
                                .as("seed %d", seed)
                                .isLessThanOrEqualTo(bound);
                    }
                }
            }
            assertThat(sum).as("seed %d", seed).isGreaterThan(inFlight);
            calls.forEach(Call::ignored);
        }
    }

    @Test
    void aWorkerTenTimesSlowerHasAFifthOfTheHealth() {
        Fleet fleet = Fleets.of(10);
        for (int samples = 0; samples < 5_000; samples++) {
            for (int i = 1; i < 10; i++) {
                answer(fleet.workers().get(i), Duration.ofMillis(1));
            }
            answer(fleet.workers().get(0), Duration.ofMillis(samples % 100 == 0 ? 10 : 1));
        }
        HealthBounds bounds = new HealthBounds(fleet.workers(), tracker);
        assertThat(bounds.health(0)).isOne();
        for (int samples = 0; samples < 5_000; samples++) {
            for (int i = 1; i < 10; i++) {
                answer(fleet.workers().get(i), Duration.ofMillis(1));
            }
            if (samples % 10 == 0) {
                answer(fleet.workers().get(0), Duration.ofMillis(10));
            }
        }
        double expected = 2 * tracker.typicalLatencyNanos() / mean(fleet, 0);
        assertThat(bounds.health(0)).isCloseTo(expected, within(1e-9)).isLessThan(0.5);
    }

    @Test
    void aFailingWorkerKeepsTheSquareOfItsRelativeSuccessRateAndNeverLessThanTwoPercent() {
        Fleet fleet = Fleets.of(4);
        for (int round = 0; round < 20_000; round++) {
            clock.pass(Duration.ofMillis(10));
            for (int i = 0; i < 4; i++) {
                Call call = tracker.start(fleet.workers().get(i));
                if (i == 0 || (i == 1 && round % 4 == 0)) {
                    call.failed();
                } else {
                    call.succeeded();
                }
            }
        }
        HealthBounds bounds = new HealthBounds(fleet.workers(), tracker);
        double mean = 0;
        for (Worker worker : fleet.workers()) {
            mean += tracker.of(worker.id()).successRate() / 4;
        }
        double relative = tracker.of("w-2").successRate() / mean;
        assertThat(tracker.of("w-2").successRate()).isCloseTo(0.75, within(0.01));
        assertThat(bounds.kept(0)).isEqualTo(0.02);
        assertThat(bounds.kept(1)).isCloseTo(Math.min(1, relative * relative), within(1e-9));
        assertThat(bounds.kept(2)).isOne();
        assertThat(bounds.keeps(0, 0.019)).isTrue();
        assertThat(bounds.keeps(0, 0.021)).isFalse();
    }

    private double mean(Fleet fleet, int index) {
        return tracker.of(fleet.workers().get(index).id()).meanLatencyNanos();
    }

    private void answer(Worker worker, Duration latency) {
        Call call = tracker.start(worker);
        clock.pass(latency);
        call.succeeded();
    }
}
