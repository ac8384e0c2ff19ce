package dev.equipoise.gateway.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.gateway.routing.RoutingIT;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StandingFeedTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FollowedStandings followed = new FollowedStandings();
    private final AtomicInteger changes = new AtomicInteger();

    @Test
    void changesAreTakenInAndNothingNewChangesNothing() {
        Scripted store = new Scripted(
                new Standings.Changes(2, false, List.of(standing("b", TrustState.BANNED)), List.of("a")),
                new Standings.Changes(2, false, List.of(), List.of()),
                new Standings.Changes(9, true, List.of(standing("c", TrustState.DEGRADED)), List.of()));
        StandingFeed feed = new StandingFeed(store, followed, changes::incrementAndGet, () -> NOW);

        feed.advance();
        assertThat(followed.get()).containsOnlyKeys("a", "c");
        feed.advance();
        assertThat(followed.get()).containsOnlyKeys("b", "c");
        feed.advance();
        assertThat(changes).hasValue(2);
        feed.advance();
        assertThat(followed.get()).containsOnlyKeys("c");
        assertThat(store.askedBehind).containsExactly(1L, 2L, 2L);
        assertThat(changes).hasValue(3);

        assertThatThrownBy(feed::advance).isInstanceOf(StoreUnavailableException.class);
        assertThat(followed.get()).containsOnlyKeys("c");
    }

    @Test
    void theLastStandingsHoldWhileTheStoreIsAway() {
        StandingsForTests store = new StandingsForTests();
        store.publish(standing("a", TrustState.QUARANTINED));
        StandingFeed feed = new StandingFeed(store, followed, changes::incrementAndGet, () -> NOW);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        StandingMetrics.show(followed, meters);
        feed.start();
        try {
            RoutingIT.await("the first standings", () -> followed.get().containsKey("a"));
            assertThat(gauge(meters, "quarantined")).isEqualTo(1);
            assertThat(gauge(meters, "active")).isZero();

            store.away(true);
            RoutingIT.await("it to be noticed", () -> followed.awaySince() != null);
            assertThat(followed.awaySince()).isEqualTo(NOW);
            assertThat(followed.get()).containsOnlyKeys("a");
            assertThat(meters.get("equipoise.reputation.away").gauge().value()).isEqualTo(1);

            store.publish(standing("b", TrustState.BANNED));
            store.away(false);
            RoutingIT.await("it to be back", () -> followed.get().containsKey("b"));
            RoutingIT.await("it to be said", () -> followed.awaySince() == null);
        } finally {
            feed.stop();
        }
    }

    private static double gauge(SimpleMeterRegistry meters, String state) {
        return meters.get("equipoise.reputation.workers")
                .tag("state", state)
                .gauge()
                .value();
    }

    private static Standing standing(String worker, TrustState state) {
        return new Standing(worker, state, 0.5, -20, 1, "why");
    }

    /** A snapshot of a and c, and then what it is told to tell. */
    private static final class Scripted implements Standings {

        private final Deque<Changes> next = new ArrayDeque<>();
        private final Deque<Long> askedBehind = new ArrayDeque<>();

        Scripted(Changes... changes) {
            next.addAll(List.of(changes));
        }

        @Override
        public void publish(Collection<Standing> changed, Collection<String> gone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Snapshot snapshot() {
            return new Snapshot(1, List.of(standing("a", TrustState.BANNED), standing("c", TrustState.DEGRADED)));
        }

        @Override
        public Changes after(long version, Duration wait) {
            if (next.isEmpty()) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
            askedBehind.add(version);
            return next.remove();
        }
    }
}
