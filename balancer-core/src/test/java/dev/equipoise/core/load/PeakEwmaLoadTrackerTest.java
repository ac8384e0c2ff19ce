package dev.equipoise.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.PeakEwmaLoadTracker.Settings;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakEwmaLoadTrackerTest {

    private static final Duration TAU = Settings.DEFAULT.decay();
    private static final double LEFT_AFTER_TAU = Math.exp(-1);

    private final ManualClock clock = new ManualClock();
    private final PeakEwmaLoadTracker tracker = new PeakEwmaLoadTracker(clock);
    private final Worker worker = Fleets.worker(1);
    private final WorkerLoad load = tracker.of(worker.id());

    @Test
    void aWorkerNobodyMeasuredIsTypicalAndTrusted() {
        assertThat(load.inFlight()).isZero();
        assertThat(load.successRate()).isEqualTo(1);
        assertThat(load.latencyNanos()).isEqualTo(millis(30)).isEqualTo(tracker.typicalLatencyNanos());

        succeed(Fleets.worker(2), Duration.ofMillis(8));
        assertThat(load.latencyNanos()).isEqualTo(millis(8)).isEqualTo(tracker.typicalLatencyNanos());
    }

    @Test
    void theFirstAnswerOfAWorkerIsNoPeakForItWarmsUp() {
        keepTypicalAt(Duration.ofMillis(20));
        succeed(worker, Duration.ofMillis(900));
        assertThat(load.latencyNanos()).isLessThan(millis(100));
        succeed(worker, Duration.ofMillis(900));
        assertThat(load.latencyNanos()).isEqualTo(millis(900));
    }

    @Test
    void aSlowerAnswerReplacesTheAverageAtOnce() {
        succeed(worker, Duration.ofMillis(20));
        succeed(worker, Duration.ofMillis(200));
        assertThat(load.latencyNanos()).isEqualTo(millis(200));
    }

    @Test
    void aFasterAnswerPullsTheAverageDownByTheTimeThatPassed() {
        keepTypicalAt(Duration.ofMillis(20));
        succeed(worker, Duration.ofMillis(20));
        succeed(worker, Duration.ofMillis(200));
        clock.pass(TAU.minusMillis(20));
        succeed(worker, Duration.ofMillis(20));
        assertThat(load.latencyNanos()).isCloseTo(millis(20 + 180 * LEFT_AFTER_TAU), within(1.0));
    }

    @Test
    void silenceFadesIntoTheTypicalLatencyFromBothSides() {
        keepTypicalAt(Duration.ofMillis(50));
        Worker fast = Fleets.worker(2);
        succeed(worker, Duration.ofMillis(450));
        double slowBefore = load.latencyNanos();
        double typical = tracker.typicalLatencyNanos();
        clock.pass(TAU);
        assertThat(load.latencyNanos()).isCloseTo(typical + (slowBefore - typical) * LEFT_AFTER_TAU, within(1.0));

        succeed(fast, Duration.ofMillis(1));
        typical = tracker.typicalLatencyNanos();
        clock.pass(TAU.multipliedBy(20));
        assertThat(tracker.of(fast.id()).latencyNanos()).isCloseTo(typical, within(typical / 1e6));
        assertThat(load.latencyNanos()).isCloseTo(typical, within(typical / 1e6));
    }

    @Test
    void theTypicalLatencyIsTheMeanOfTheFirstAnswersAndThenFollowsTheRecentOnes() {
        succeed(worker, Duration.ofMillis(10));
        succeed(worker, Duration.ofMillis(20));
        succeed(worker, Duration.ofMillis(60));
        assertThat(tracker.typicalLatencyNanos()).isCloseTo(millis(30), within(millis(0.5)));

        keepTypicalAt(Duration.ofMillis(5));
        assertThat(tracker.typicalLatencyNanos()).isCloseTo(millis(5), within(millis(0.1)));
    }

    @Test
    void failuresDoNotTouchTheTypicalLatency() {
        succeed(worker, Duration.ofMillis(10));
        fail(worker, Duration.ofMillis(1));
        assertThat(tracker.typicalLatencyNanos()).isEqualTo(millis(10));
    }

    @Test
    void failingFastMakesSlowAndForgivingTakesTime() {
        succeed(worker, Duration.ofMillis(20));
        for (int i = 0; i < 100; i++) {
            clock.pass(Duration.ofMillis(9));
            fail(worker, Duration.ofMillis(1));
        }
        // One second of failing: 1 - exp(-1/10) = 9.5 % of 5 s.
        assertThat(load.latencyNanos()).isCloseTo(millis(494), within(millis(15)));
        assertThat(load.successRate()).isCloseTo(0.905, within(0.002));

        double successRate = load.successRate();
        clock.pass(TAU.multipliedBy(6));
        assertThat(load.latencyNanos()).isLessThan(millis(25));
        assertThat(load.successRate()).isGreaterThan(1 - (1 - successRate) * 0.01);
    }

    @Test
    void oneFailureAmongManySuccessesIsNoSentence() {
        for (int i = 0; i < 1_000; i++) {
            succeed(worker, Duration.ofMillis(10));
        }
        fail(worker, Duration.ofMillis(10));
        assertThat(load.latencyNanos()).isCloseTo(millis(15), within(millis(0.1)));
        assertThat(load.successRate()).isCloseTo(0.999, within(0.0001));
    }

    @Test
    void failuresAtTheSameMomentAllCount() {
        succeed(worker, Duration.ofMillis(10));
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(tracker.start(worker));
        }
        calls.forEach(Call::failed);
        assertThat(load.latencyNanos()).isGreaterThan(millis(240));
        assertThat(load.successRate()).isLessThan(0.952);
    }

    @Test
    void aFailureThatTookLongIsAsSlowAsItWas() {
        fail(worker, Duration.ofSeconds(30));
        assertThat(load.latencyNanos()).isEqualTo(millis(30_000));

        fail(worker, Duration.ofSeconds(6));
        assertThat(load.latencyNanos()).isBetween(millis(6_000), millis(30_000));
    }

    @Test
    void aWorkerThatFailsForeverEndsAtThePenaltyWithoutTrust() {
        for (int i = 0; i < 100; i++) {
            clock.pass(Duration.ofSeconds(1));
            fail(worker, Duration.ofMillis(1));
        }
        assertThat(load.latencyNanos()).isCloseTo(millis(5_000), within(millis(5)));
        assertThat(load.successRate()).isCloseTo(0, within(0.001)).isNotNegative();
    }

    @Test
    void theSuccessRateIsTheShareOfTheTimeSpentWell() {
        for (int i = 0; i < 2_000; i++) {
            clock.pass(Duration.ofMillis(20));
            Call call = tracker.start(worker);
            if (i % 4 == 0) {
                call.failed();
            } else {
                call.succeeded();
            }
        }
        assertThat(load.successRate()).isCloseTo(0.75, within(0.01));
    }

    @Test
    void aClockThatStandsStillOrAnswersOutOfOrderDoesNoHarm() {
        Call late = tracker.start(worker);
        clock.pass(Duration.ofMillis(10));
        succeed(worker, Duration.ZERO);
        clock.pass(Duration.ofMillis(-5));
        late.succeeded();
        assertThat(load.latencyNanos()).isPositive().isFinite();
        fail(worker, Duration.ZERO);
        assertThat(load.latencyNanos()).isPositive().isFinite();
        assertThat(load.successRate()).isBetween(0.0, 1.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void settingsAreGreaterThanZero(long bad) {
        Duration nothing = Duration.ofMillis(bad);
        assertThatThrownBy(() -> new Settings(nothing, TAU, TAU)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Settings(TAU, nothing, TAU)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Settings(TAU, TAU, nothing)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsAreFollowed() {
        PeakEwmaLoadTracker strict = new PeakEwmaLoadTracker(
                clock, new Settings(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMillis(7)));
        assertThat(strict.typicalLatencyNanos()).isEqualTo(millis(7));
        Call call = strict.start(worker);
        clock.pass(Duration.ofSeconds(1));
        call.failed();
        assertThat(strict.of(worker.id()).latencyNanos())
                .isCloseTo(millis(1_000 + 59_000 * (1 - LEFT_AFTER_TAU)), within(1.0));
    }

    private void succeed(Worker who, Duration latency) {
        Call call = tracker.start(who);
        clock.pass(latency);
        call.succeeded();
    }

    private void fail(Worker who, Duration latency) {
        Call call = tracker.start(who);
        clock.pass(latency);
        call.failed();
    }

    /** Answers of other workers for ten τ. */
    private void keepTypicalAt(Duration latency) {
        for (int i = 0; i < 1_000; i++) {
            clock.pass(TAU.dividedBy(100));
            succeed(Fleets.worker(9), latency);
        }
    }

    private static double millis(double millis) {
        return millis * 1e6;
    }
}
