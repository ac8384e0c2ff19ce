package dev.equipoise.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.FleetFollower;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.guards.ServiceGuards;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class FleetFeedTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ScriptedLog log = new ScriptedLog();
    private final BlockingQueue<Fleet> fleets = new LinkedBlockingQueue<>();
    private final ServiceBalancers balancers = new ServiceBalancers(name -> {
        PeakEwmaLoadTracker tracker = new PeakEwmaLoadTracker(() -> 0);
        return new ServiceBalancer("adaptive", tracker, () -> new Random(1), request -> null, ServiceGuards.NONE);
    });
    private final InstantSource clock = InstantSource.fixed(NOW);
    private final FleetFeed feed = new FleetFeed(
            new FleetFollower(log, clock, fleet -> {
                balancers.accept(fleet);
                fleets.add(fleet);
            }),
            clock);

    @AfterEach
    void stop() {
        feed.stop();
    }

    @Test
    void theFleetArrivesAndAnAbsentStoreShowsInTheHealthWithoutTurningItDown() throws Exception {
        feed.start();
        assertThat(fleets.poll(20, TimeUnit.SECONDS)).extracting(Fleet::size).isEqualTo(1);

        log.away = true;
        log.asked.drainPermits();
        assertThat(log.asked.tryAcquire(2, 20, TimeUnit.SECONDS))
                .as("asked again")
                .isTrue();
        Health away = new FleetHealth(balancers, feed).health();
        assertThat(away.getStatus()).isEqualTo(Status.UP);
        assertThat(away.getDetails()).containsKey("degraded").containsEntry("workers", 1);

        log.away = false;
        log.asked.drainPermits();
        assertThat(log.asked.tryAcquire(2, 20, TimeUnit.SECONDS))
                .as("asked again")
                .isTrue();
        assertThat(new FleetHealth(balancers, feed).health().getDetails()).doesNotContainKey("degraded");
        assertThat(feed.lastHeard()).isEqualTo(NOW);
    }

    @Test
    void aFixedFleetHasNoFeed() {
        assertThat(new FleetHealth(balancers, null).health().getDetails()).containsEntry("source", "static");
    }

    private static final class ScriptedLog implements ChangeLog {

        private final java.util.concurrent.Semaphore asked = new java.util.concurrent.Semaphore(0);
        private volatile boolean away;

        @Override
        public Snapshot snapshot() {
            return new Snapshot("life", 1, "1", List.of(Worker.of("w-1", URI.create("http://127.0.0.1:1"))));
        }

        @Override
        public List<Change> after(String position, Duration wait) {
            asked.release();
            if (away) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
            return List.of();
        }

        @Override
        public Head head() {
            return snapshot().head();
        }
    }
}
