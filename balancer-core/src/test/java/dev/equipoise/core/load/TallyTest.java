package dev.equipoise.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final PeakEwmaLoadTracker tracker = new PeakEwmaLoadTracker(new ManualClock());
    private final Worker worker = Fleets.worker(1);
    private final WorkerLoad load = tracker.of(worker.id());

    @Test
    void endingsAreCountedAndASuccessEndsARowOfFailures() {
        assertCounts(0, 0, 0);
        tracker.start(worker).failed();
        tracker.start(worker).failed();
        assertCounts(0, 2, 2);
        tracker.start(worker).ignored();
        assertCounts(0, 2, 2);
        tracker.start(worker).succeeded();
        tracker.start(worker).succeeded();
        assertCounts(2, 2, 0);
        tracker.start(worker).failed();
        assertCounts(2, 3, 1);
    }

    @Test
    void theSecondEndingOfACallDoesNotCount() {
        Call call = tracker.start(worker);
        call.failed();
        call.succeeded();
        call.failed();
        assertCounts(0, 1, 1);
    }

    @Test
    void workersAreCountedApartAndFromZeroOnceForgotten() {
        tracker.start(worker).failed();
        assertThat(tracker.of("w-2").failures()).isZero();
        tracker.retain(Fleets.of(1));
        assertThat(tracker.of(worker.id()).failures()).isOne();
        tracker.retain(Fleet.EMPTY);
        assertThat(tracker.of(worker.id()).failures()).isZero();
    }

    @Test
    void noEndingIsLostBetweenThreads() throws Exception {
        int threads = 4;
        int calls = 20_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                boolean failing = i % 2 == 0;
                callers.add(pool.submit(() -> {
                    for (int call = 0; call < calls; call++) {
                        if (failing) {
                            tracker.start(worker).failed();
                        } else {
                            tracker.start(worker).succeeded();
                        }
                    }
                }));
            }
            for (Future<?> caller : callers) {
                caller.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(load.successes()).isEqualTo(2 * calls);
        assertThat(load.failures()).isEqualTo(2 * calls);
        tracker.start(worker).succeeded();
        assertThat(load.failuresInARow()).isZero();
    }

    private void assertCounts(long successes, long failures, int failuresInARow) {
        assertThat(load.successes()).isEqualTo(successes);
        assertThat(load.failures()).isEqualTo(failures);
        assertThat(load.failuresInARow()).isEqualTo(failuresInARow);
    }
}
