package dev.equipoise.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Generator and workers with nothing between them. */
class SocketsTest {

    private static final long MS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Transport transport = Transport.best();
    private final Generator generator = new Generator(transport);
    private final Backends backends =
            Backends.start(transport, new FleetShape(2, 2, Duration.ofMillis(2), FleetShape.NONE, 1), 0);

    @AfterEach
    void close() {
        generator.close();
        backends.close();
    }

    @Test
    void everyRequestThatCountsIsAnsweredByTheWorkerThatGotIt() throws Exception {
        Schedule schedule = every(MS, 100, 2 * MS, 20);

        Sent sent = send(schedule, 1, PATIENCE);

        assertThat(sent.failed()).isZero();
        assertThat(sent.workers()).hasSize(80).containsOnly(1);
        assertThat(sent.keys()).isEqualTo(Arrays.copyOfRange(schedule.keys(), 20, 100));
        assertThat(sent.shareOf(1)).isEqualTo(1);
        assertThat(backends.pending()).isZero();
    }

    @Test
    void aRequestIsGivenUpAtLastAndCountsAsSlow() throws Exception {
        Sent sent = send(every(MS, 2, Duration.ofHours(1).toNanos(), 1), 0, Duration.ofMillis(1));

        assertThat(sent.failures()).containsOnlyKeys("timed out").containsValue(1);
        assertThat(sent.latencyNanos()).containsExactly(MS);
        assertThat(sent.workers()).containsExactly(Sent.FAILED);
    }

    @Test
    void moreThanTheConnectionsThereMayBeWaitAndAreAnsweredToo() throws Exception {
        // There are a thousand.
        Sent sent = send(every(0, 1_500, 0, 0), 0, PATIENCE);

        assertThat(sent.failed()).isZero();
        assertThat(sent.workers()).hasSize(1_500).containsOnly(0);
    }

    @Test
    void whatIsNotConnectedFails() throws Exception {
        int port = backends.ports().get(0);
        backends.close();

        Sent sent = generator
                .send(every(MS, 3, MS, 0), address(port), new TimeScale(1), PATIENCE)
                .get(30, TimeUnit.SECONDS);

        assertThat(sent.failures()).containsEntry("not connected", 3);
    }

    private Sent send(Schedule schedule, int worker, Duration patience) throws Exception {
        return generator
                .send(schedule, address(backends.ports().get(worker)), new TimeScale(1), patience)
                .get(30, TimeUnit.SECONDS);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Schedule every(long gap, int count, long demand, int warmUp) {
        return new Schedule(
                LongStream.range(0, count).map(i -> i * gap).toArray(),
                LongStream.range(0, count).map(i -> demand).toArray(),
                IntStream.range(0, count).toArray(),
                warmUp);
    }
}
