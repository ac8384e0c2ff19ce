package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Latencies;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OracleTest {

    private static final long MS = 1_000_000;

    @Test
    void aRequestToAnIdleFleetTakesWhatItDemands() {
        Schedule schedule =
                new Schedule(new long[] {0, 100 * MS, 200 * MS}, new long[] {20 * MS, 30 * MS, MS}, new int[3], 1);

        Latencies latencies = Oracle.latencies(schedule, FleetShape.ONE_SLOW);

        assertThat(latencies.count()).isEqualTo(2);
        assertThat(latencies.nanosAt(0)).isEqualTo(MS);
        assertThat(latencies.nanosAt(1)).isEqualTo(30 * MS);
    }

    @Test
    void theSlowWorkerGetsSomethingOnlyWhenTheOthersAreWorse() {
        FleetShape shape = new FleetShape(2, 1, Duration.ofMillis(20), 0, 3);
        // Three at once: two join the fast worker, one after the other; for the third that would be 60 ms, as slow as
        // the slow one, which comes first.
        Schedule schedule = new Schedule(new long[3], new long[] {20 * MS, 20 * MS, 10 * MS}, new int[3], 0);

        Latencies latencies = Oracle.latencies(schedule, shape);

        assertThat(latencies.nanosAt(0)).isEqualTo(20 * MS);
        assertThat(latencies.nanosAt(1)).isEqualTo(30 * MS);
        assertThat(latencies.nanosAt(2)).isEqualTo(40 * MS);
    }
}
