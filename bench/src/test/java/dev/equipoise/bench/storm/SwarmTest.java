package dev.equipoise.bench.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.suite.WorkerMessages;
import dev.equipoise.core.registration.SigningKey;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SwarmTest {

    private static final int SIZE = 20;
    private static final long SEED = 7;

    @Test
    void everyWorkerIsSentAwayComesBackBeatsAndReturnsWhenItIsForgotten() throws Exception {
        try (FakeRegistry registry = new FakeRegistry("storm-00003");
                Connections connections =
                        Connections.open(Transport.best(), registry.address(), 4, Duration.ofSeconds(30))) {
            Swarm swarm = new Swarm(
                    connections,
                    new WorkerMessages(SigningKey.hmac("bench", FakeRegistry.SECRET)),
                    new SplittableRandom(SEED),
                    SIZE);
            swarm.start(Duration.ofMillis(50), worker -> URI.create("http://127.0.0.1:9001"));

            assertThat(swarm.allIn().get(60, TimeUnit.SECONDS)).isPositive();
            assertThat(swarm.joined()).isEqualTo(SIZE);
            int joins = 0;
            int refused = 0;
            int leasesLost = 0;
            int beats = 0;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            boolean back = false;
            while (!(leasesLost == 1 && beats >= 3 * SIZE && registry.heartbeats.size() == SIZE && back)
                    && System.nanoTime() < deadline) {
                Tally.Window window = swarm.take();
                joins += window.joins().count();
                refused += window.retried().getOrDefault("status 503", 0);
                leasesLost += window.leasesLost();
                beats += window.beats().count();
                back = registry.registrations.get("storm-00003").get() == 3;
            }
            swarm.end();

            assertThat(registry.unverified()).isEmpty();
            assertThat(joins).isEqualTo(SIZE);
            assertThat(refused).isEqualTo(SIZE);
            assertThat(leasesLost).isEqualTo(1);
            assertThat(back).isTrue();
            assertThat(beats).isGreaterThanOrEqualTo(3 * SIZE);
            assertThat(registry.heartbeats).hasSize(SIZE);
        }
    }
}
