package dev.equipoise.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServiceHistoryTest {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(WorkerHistory.INTERVAL_SECONDS);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** A clock may begin anywhere. */
    private final AtomicLong clock = new AtomicLong(-7 * INTERVAL - 1);

    private final ServiceHistory history = new ServiceHistory(clock::get);

    private List<Interval> of(String worker) {
        return history.known().workers().getOrDefault(worker, List.of());
    }

    @Test
    void anIntervalHasItsRequestsFailuresAndQuantiles() {
        for (int i = 1; i <= 1_000; i++) {
            history.saw("a", i % 10 == 0, i * MILLI);
        }
        history.saw("b", true, 0);

        Interval seen = of("a").get(0);
        assertThat(of("a")).hasSize(1);
        assertThat(seen.ageSeconds()).isZero();
        assertThat(seen.requests()).isEqualTo(1_000);
        assertThat(seen.failures()).isEqualTo(100);
        assertThat(seen.p50Ms()).isBetween(500.0, 500 * 1.125);
        assertThat(seen.p99Ms()).isBetween(990.0, 990 * 1.125);
        assertThat(of("b").get(0).failures()).isEqualTo(1);
    }

    @Test
    void whatIsOverStaysAsItWasAndTheNextIntervalBeginsEmpty() {
        history.saw("a", false, 100 * MILLI);
        clock.addAndGet(INTERVAL);
        history.saw("a", true, MILLI);
        history.saw("a", false, MILLI);
        clock.addAndGet(3 * INTERVAL);

        List<Interval> seen = of("a");
        assertThat(seen).hasSize(2);
        assertThat(seen).extracting(Interval::requests).containsExactly(1L, 2L);
        assertThat(seen).extracting(Interval::failures).containsExactly(0L, 1L);
        assertThat(seen).extracting(Interval::ageSeconds).containsExactly(40L, 30L);
        assertThat(seen.get(0).p99Ms()).isBetween(100.0, 112.5);
        assertThat(seen.get(1).p99Ms()).isBetween(1.0, 1.125);
    }

    @Test
    void whatIsTooLongAgoIsForgotten() {
        for (int i = 0; i < 3 * WorkerHistory.INTERVALS; i++) {
            history.saw("a", false, (i + 1) * MILLI);
            clock.addAndGet(INTERVAL);
        }
        // The present one is empty and takes a place.
        assertThat(of("a")).hasSize(WorkerHistory.INTERVALS - 1);
        assertThat(of("a").get(0).p50Ms()).isBetween(122.0, 122 * 1.125);

        clock.addAndGet(WorkerHistory.INTERVALS * INTERVAL);
        assertThat(of("a")).isEmpty();
        history.saw("a", false, MILLI);
        assertThat(of("a")).extracting(Interval::requests).containsExactly(1L);
    }

    @Test
    void whoLeavesIsForgottenAndWhoIsTooManyIsCounted() {
        for (int i = 0; i < ServiceHistory.MOST_WORKERS + 3; i++) {
            history.saw("w-" + i, false, MILLI);
        }
        assertThat(history.known().workers()).hasSize(ServiceHistory.MOST_WORKERS);
        assertThat(history.known().leftOut()).isEqualTo(3);

        history.retain(Fleet.of(1, List.of(Worker.of("w-1", URI.create("http://127.0.0.1:1")))));
        assertThat(history.known().workers()).containsOnlyKeys("w-1");
        history.saw("w-2001", false, MILLI);
        assertThat(of("w-2001")).hasSize(1);
    }
}
