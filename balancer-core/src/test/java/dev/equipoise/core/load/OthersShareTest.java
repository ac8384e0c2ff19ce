package dev.equipoise.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OthersShareTest {

    private final ManualClock clock = new ManualClock();
    private final PeakEwmaLoadTracker tracker = new PeakEwmaLoadTracker(clock);
    private final Worker worker = Fleets.worker(1);
    private final WorkerLoad load = tracker.of(worker.id());

    @Test
    void nothingIsAssumedOfAWorkerThatReportsNothing() {
        tracker.start(worker);
        assertThat(load.reportedInFlight()).isZero();
    }

    @Test
    void whatIsBeyondOurOwnBelongsToOthers() {
        tracker.start(worker);
        Call second = tracker.start(worker);
        tracker.reported(worker.id(), 12);
        assertThat(load.reportedInFlight()).isEqualTo(10);
        second.succeeded();
        tracker.start(Fleets.worker(2));
        assertThat(load.reportedInFlight())
                .as("own ones at the time of the report")
                .isEqualTo(10);
        assertThat(load.inFlight()).isOne();
        assertThat(tracker.of("w-2").reportedInFlight()).isZero();
    }

    @Test
    void aReportThatLagsBehindIsNeverNegative() {
        for (int i = 0; i < 5; i++) {
            tracker.start(worker);
        }
        tracker.reported(worker.id(), 3);
        assertThat(load.reportedInFlight()).isZero();
        tracker.reported(worker.id(), Integer.MIN_VALUE);
        assertThat(load.reportedInFlight()).isZero();
    }

    @Test
    void anOldReportLosesItsSayInAStraightLine() {
        tracker.reported(worker.id(), 20);
        clock.pass(Duration.ofMillis(2_500));
        assertThat(load.reportedInFlight()).isCloseTo(15, within(1e-6));
        clock.pass(Duration.ofMillis(5_000));
        assertThat(load.reportedInFlight()).isCloseTo(5, within(1e-6));
        clock.pass(Duration.ofMillis(2_500));
        assertThat(load.reportedInFlight()).isZero();
        clock.pass(Duration.ofDays(1));
        assertThat(load.reportedInFlight()).isZero();
    }

    @Test
    void theLastReportCounts() {
        tracker.reported(worker.id(), 20);
        clock.pass(Duration.ofSeconds(5));
        tracker.reported(worker.id(), 4);
        assertThat(load.reportedInFlight()).isEqualTo(4);
        clock.pass(Duration.ofMillis(-1));
        assertThat(load.reportedInFlight())
                .as("read by a thread whose clock lags")
                .isEqualTo(4);
    }

    @Test
    void aReportSurvivesARefreshAndGoesWithItsWorker() {
        tracker.reported(worker.id(), 4);
        tracker.retain(Fleets.of(2));
        assertThat(tracker.of(worker.id()).reportedInFlight()).isEqualTo(4);
        tracker.retain(Fleet.EMPTY);
        assertThat(tracker.of(worker.id()).reportedInFlight()).isZero();
    }

    @Test
    void theClockIsTheTrackersOwn() {
        long before = tracker.nanoTime();
        clock.pass(Duration.ofSeconds(3));
        assertThat(tracker.nanoTime() - before).isEqualTo(3_000_000_000L);
    }
}
