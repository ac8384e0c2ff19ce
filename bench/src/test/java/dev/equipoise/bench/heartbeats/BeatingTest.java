package dev.equipoise.bench.heartbeats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.http.Message;
import dev.equipoise.bench.suite.Listeners;
import dev.equipoise.bench.suite.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeatingTest {

    private static final int INSTANCES = 8;

    private final Transport transport = Transport.best();
    private final Listeners listeners = Listeners.open(transport, 1);
    private final Connections connections = Connections.open(
            transport,
            new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), listeners.address(0).getPort()),
            2,
            Duration.ofSeconds(30));
    private final int[] beats = new int[INSTANCES];

    @AfterEach
    void close() {
        connections.close();
        listeners.close();
    }

    @Test
    void everyInstanceBeatsOnceInEachInterval() throws Exception {
        Beats result = beat(true);

        assertThat(beats).containsOnly(5);
        assertThat(result.latencies().count()).isEqualTo(5 * INSTANCES);
        assertThat(result.failures()).isEmpty();
        assertThat(result.sent()).isEqualTo(5 * INSTANCES);
    }

    @Test
    void whatIsNotTakenIsCountedByWhatHappened() throws Exception {
        Beats result = beat(false);

        assertThat(result.latencies().count()).isZero();
        assertThat(result.failures()).containsOnlyKeys("status 200").containsValue(5 * INSTANCES);
        assertThat(result.sent()).isEqualTo(5 * INSTANCES);
    }

    private Beats beat(boolean taken) throws Exception {
        Duration interval = Duration.ofMillis(20);
        double[] phases = new Plan(INSTANCES, interval, 1, interval, interval, 2, 11).phases();
        return Beating.begin(new Counting(taken), connections, phases, interval, interval.multipliedBy(5))
                .get(60, TimeUnit.SECONDS);
    }

    private final class Counting implements Contender {

        private final boolean taken;

        Counting(boolean taken) {
            this.taken = taken;
        }

        @Override
        public String title() {
            return "counting";
        }

        @Override
        public Service service() {
            throw new UnsupportedOperationException("there is no process");
        }

        @Override
        public Message registration(int instance) {
            throw new UnsupportedOperationException("nobody registers here");
        }

        @Override
        public void registered(int instance, Answer answer) {
            throw new UnsupportedOperationException("nobody registers here");
        }

        @Override
        public Message heartbeat(int instance) {
            beats[instance]++;
            return Message.of("PUT", "/" + instance);
        }

        @Override
        public boolean taken(Answer answer) {
            return taken && answer.status() == 200;
        }

        @Override
        public Duration storeCpu() {
            return Duration.ZERO;
        }

        @Override
        public void close() {}
    }
}
