package dev.equipoise.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Transport;
import dev.equipoise.bench.gateway.FaultyWorkers.Fault;
import dev.equipoise.bench.process.FreePort;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The instruments, with nothing between generator and worker. */
class LoadsTest {

    private final Transport transport = Transport.best();
    private final EventLoopGroup group = transport.oneLoop("generator");
    private final FaultyWorkers workers = FaultyWorkers.start(1, FreePort.find(), transport);

    @AfterEach
    void close() {
        workers.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private InetSocketAddress worker() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), workers.ports().get(0));
    }

    private Calls steady(String path) throws Exception {
        return SteadyRate.run(group.next(), transport, worker(), Request.get(path), 200, Duration.ofMillis(500), 7)
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void everyRequestOfASteadyRateIsAnswered() throws Exception {
        int due = SteadyRate.arrivals(7, 200, Duration.ofMillis(500)).length;
        Calls calls = steady("/");
        assertThat(calls.answered()).isEqualTo(due).isBetween(60, 140);
        assertThat(calls.failures()).isEmpty();
        assertThat(calls.latencies().count()).isEqualTo(due);
        assertThat(calls.latencies().percentile(0))
                .as("the time of service, in ms")
                .isGreaterThanOrEqualTo(4);
    }

    @Test
    void clientsThatAskAgainAndAgainPostToo() throws Exception {
        Calls calls = ClosedLoop.run(group.next(), transport, worker(), 8, Request.post("/"), Duration.ofSeconds(2))
                .get(30, TimeUnit.SECONDS);
        assertThat(calls.answered()).isGreaterThan(8);
        assertThat(calls.failed()).isZero();
    }

    @Test
    void failuresAreCountedByWhatHappenedAndAreSlow() throws Exception {
        workers.breakFirst(Fault.FAIL);
        Calls failed = steady("/");
        assertThat(failed.answered()).isZero();
        assertThat(failed.failures()).containsOnlyKeys("status 500");
        assertThat(failed.slowerThan(500)).isEqualTo(failed.all());

        workers.mend();
        workers.breakFirst(Fault.KILL);
        assertThat(steady("/").failures()).containsOnlyKeys("not connected");

        workers.mend();
        assertThat(steady("/").failures()).isEmpty();
    }

    @Test
    void metricsAreSummedByLabel() {
        String metrics = """
                # HELP jvm_memory_used_bytes x
                jvm_memory_used_bytes{area="heap",id="a"} 1.5E3
                jvm_memory_used_bytes{area="heap",id="b"} 500.0
                jvm_memory_used_bytes{area="nonheap",id="c"} 7.0
                """;
        assertThat(SoakScenario.sum(metrics, "jvm_memory_used_bytes", "area=\"heap\""))
                .isEqualTo(2000);
    }

    @Test
    void proxiesHaveAProcessorOfTheirOwnWhereThereAreTwo() {
        assertThat(new Cores(4, true).alone(java.util.List.of("p"))).endsWith("-c", "3", "p");
        assertThat(new Cores(4, true).others(java.util.List.of("p"))).endsWith("-c", "0-2", "p");
        assertThat(new Cores(2, true).others(java.util.List.of("p"))).endsWith("-c", "0", "p");
        assertThat(Cores.of(1).alone(java.util.List.of("p"))).containsExactly("p");
    }
}
