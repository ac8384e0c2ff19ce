package dev.equipoise.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CallTest {

    private static final List<Consumer<Call>> ENDINGS =
            List.of(Call::succeeded, Call::failed, Call::overtaken, Call::ignored);

    private final ManualClock clock = new ManualClock();
    private final PeakEwmaLoadTracker tracker = new PeakEwmaLoadTracker(clock);
    private final Worker worker = Fleets.worker(1);
    private final WorkerLoad load = tracker.of(worker.id());

    @Test
    void respondingFreezesTheLatencyTheFirstTimeOnly() {
        Call call = tracker.start(worker);
        clock.pass(Duration.ofMillis(15));
        call.responded();
        clock.pass(Duration.ofSeconds(40));
        call.responded();
        call.succeeded();
        call.responded();
        assertThat(load.latencyNanos()).isEqualTo(15e6);

        Call broken = tracker.start(Fleets.worker(2));
        clock.pass(Duration.ofSeconds(7));
        broken.responded();
        clock.pass(Duration.ofSeconds(40));
        broken.failed();
        assertThat(tracker.of("w-2").latencyNanos()).isEqualTo(7_000e6);
    }

    @Test
    void anIgnoredCallSaysNothing() {
        succeedAfter(Duration.ofMillis(20));
        Call call = tracker.start(worker);
        call.responded();
        assertThat(load.inFlight()).isOne();
        call.ignored();
        assertThat(load.inFlight()).isZero();
        assertThat(load.latencyNanos()).isEqualTo(20e6);
        assertThat(load.successRate()).isEqualTo(1);
    }

    @Test
    void whoIsOvertakenIsSlowAndWhoIsAgainAndAgainHangs() {
        succeedAfter(Duration.ofMillis(20));
        overtakenAfter(Duration.ofMillis(300));
        assertThat(load.latencyNanos()).isEqualTo(300e6);
        assertThat(load.failures()).isZero();
        assertThat(load.successRate()).isEqualTo(1);
        overtakenAfter(Duration.ofMillis(300));
        assertThat(load.failures()).isZero();
        overtakenAfter(Duration.ofMillis(300));
        overtakenAfter(Duration.ofMillis(300));
        assertThat(load.failuresInARow()).isEqualTo(2);
        assertThat(load.successRate()).isLessThan(1);
        assertThat(load.inFlight()).isZero();
    }

    @Test
    void anAnswerInBetweenShowsThatAWorkerDoesNotHang() {
        for (int i = 0; i < 10; i++) {
            overtakenAfter(Duration.ofMillis(300));
            overtakenAfter(Duration.ofMillis(300));
            succeedAfter(Duration.ofMillis(20));
        }
        assertThat(load.failures()).isZero();
    }

    @Test
    void aCallEndsOnceHoweverOftenItIsEnded() {
        for (Consumer<Call> first : ENDINGS) {
            for (Consumer<Call> second : ENDINGS) {
                Call other = tracker.start(worker);
                Call call = tracker.start(worker);
                first.accept(call);
                double latency = load.latencyNanos();
                double successRate = load.successRate();
                second.accept(call);
                assertThat(load.inFlight()).isOne();
                assertThat(load.latencyNanos()).isEqualTo(latency);
                assertThat(load.successRate()).isEqualTo(successRate);
                other.ignored();
            }
        }
        assertThat(load.inFlight()).isZero();
    }

    @Test
    void statisticsSurviveARefreshAndAreForgottenWhenTheWorkerIsGoneAndIdle() {
        succeedAfter(Duration.ofMillis(70));
        tracker.retain(Fleets.of(3));
        assertThat(tracker.of(worker.id())).isSameAs(load);

        Call call = tracker.start(worker);
        tracker.retain(Fleet.EMPTY);
        assertThat(tracker.of(worker.id())).as("still busy").isSameAs(load);

        call.ignored();
        tracker.retain(Fleet.EMPTY);
        assertThat(tracker.of(worker.id())).as("new").isNotSameAs(load);
        assertThat(load.inFlight()).as("what an old picker still sees").isZero();
        assertThat(tracker.of(worker.id()).latencyNanos()).isEqualTo(tracker.typicalLatencyNanos());
    }

    @Test
    void noCallIsLostWhenManyThreadsCallAndTheFleetIsRefreshed() throws Exception {
        int threads = 4;
        int calls = 20_000;
        Fleet others = Fleets.without(Fleets.of(3), worker.id());
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
        try {
            Callable<Boolean> caller = () -> {
                boolean neverNegative = true;
                for (int i = 0; i < calls; i++) {
                    Call call = tracker.start(worker);
                    neverNegative &= tracker.of(worker.id()).inFlight() >= 1;
                    ENDINGS.get(i % ENDINGS.size()).accept(call);
                    neverNegative &= tracker.of(worker.id()).inFlight() >= 0;
                }
                return neverNegative;
            };
            List<Future<Boolean>> callers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                callers.add(pool.submit(caller));
            }
            Future<?> refresher = pool.submit(() -> {
                while (!done.get()) {
                    tracker.retain(others);
                }
            });
            for (Future<Boolean> future : callers) {
                assertThat(future.get(30, TimeUnit.SECONDS)).isTrue();
            }
            done.set(true);
            refresher.get(30, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }
        assertThat(tracker.of(worker.id()).inFlight()).isZero();
    }

    private void overtakenAfter(Duration waited) {
        Call call = tracker.start(worker);
        clock.pass(waited);
        call.overtaken();
    }

    private void succeedAfter(Duration latency) {
        Call call = tracker.start(worker);
        clock.pass(latency);
        call.succeeded();
    }
}
