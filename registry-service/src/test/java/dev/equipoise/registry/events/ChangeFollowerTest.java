package dev.equipoise.registry.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.InMemoryMembership;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.Session;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeFollowerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration WAIT = Duration.ofMillis(1);
    private static final int HISTORY = 300;

    private final InMemoryMembership store = new InMemoryMembership(LeaseTerms.DEFAULT, 1_000, NOW);
    private final FlakyLog log = new FlakyLog();
    private final EventFeed feed = new EventFeed(new EventsProperties(10, 10_000, HISTORY, Duration.ofSeconds(15)));
    private final ChangeFollower follower = new ChangeFollower(log, feed, HISTORY);
    private int nonces;

    @Test
    void everyChangeIsPassedOnOnce() throws Exception {
        follower.advance(WAIT);
        Subscription subscription = feed.subscribe(null);
        register("w-1");
        register("w-2");
        follower.advance(WAIT);
        store.drain("w-1", proof());
        store.leave("w-2", proof());
        follower.advance(WAIT);
        follower.advance(WAIT);

        assertThat(taken(subscription))
                .containsExactly("resync", "joined w-1", "joined w-2", "draining w-1", "left w-2");
    }

    /** A replica that has just started has the history of the one the client came from. */
    @Test
    void aNewReplicaKnowsWhatTheLogStillHas() throws Exception {
        for (int i = 0; i < 2 * HISTORY; i++) {
            register("w-" + i);
        }
        log.batch = 128;
        follower.advance(WAIT);

        assertThat(taken(feed.subscribe(String.valueOf(2 * HISTORY - 2))))
                .containsExactly("joined w-" + (2 * HISTORY - 2), "joined w-" + (2 * HISTORY - 1));
        assertThat(taken(feed.subscribe(String.valueOf(HISTORY + 1)))).hasSize(HISTORY - 1);
        assertThat(taken(feed.subscribe(String.valueOf(HISTORY)))).containsExactly("resync");
    }

    @Test
    void aChangeThatIsMissingIsAResync() throws Exception {
        register("w-1");
        follower.advance(WAIT);
        Subscription subscription = feed.subscribe("1");
        register("w-2");
        register("w-3");
        log.dropNext = 1;
        follower.advance(WAIT);
        register("w-4");
        follower.advance(WAIT);

        assertThat(taken(subscription)).containsExactly("resync", "joined w-4");
    }

    @Test
    void aStoreThatLostItsMemoryIsAResync() throws Exception {
        register("w-1");
        register("w-2");
        follower.advance(WAIT);
        Subscription subscription = feed.subscribe("2");
        store.lose();
        follower.advance(WAIT);
        register("w-1");
        follower.advance(WAIT);

        assertThat(taken(subscription)).containsExactly("resync", "joined w-1");
    }

    @Test
    void aStoreThatIsAwayForAWhileCostsNoEvent() throws Exception {
        follower.advance(WAIT);
        Subscription subscription = feed.subscribe(null);
        log.away = true;
        assertThatThrownBy(() -> follower.advance(WAIT)).isInstanceOf(StoreUnavailableException.class);
        register("w-1");
        log.away = false;
        follower.advance(WAIT);

        assertThat(taken(subscription)).containsExactly("resync", "joined w-1");
    }

    /** Changes, losses of changes and of the store, absences, in any order: a copy that obeys the events is the fleet. */
    @Test
    void aCopyThatObeysTheEventsIsTheFleet() throws Exception {
        long seed = 20261123;
        Random random = new Random(seed);
        System.out.println("copies by events, seed " + seed);
        follower.advance(WAIT);
        Subscription subscription = feed.subscribe(null);
        List<String> copy = new ArrayList<>();
        for (int step = 0; step < 3_000; step++) {
            String id = "w-" + random.nextInt(20);
            switch (random.nextInt(20)) {
                case 0 -> store.lose();
                case 1 -> log.dropNext = 1 + random.nextInt(2);
                case 2 -> log.away = !log.away;
                case 3, 4, 5, 6, 7 -> {
                    if (fleet().contains(id)) {
                        store.leave(id, proof());
                    }
                }
                default -> register(id);
            }
            try {
                follower.advance(WAIT);
            } catch (StoreUnavailableException e) {
                assertThat(log.away).isTrue();
                continue;
            }
            if (log.away || log.dropNext > 0) {
                continue;
            }
            follower.advance(WAIT);
            obey(taken(subscription), copy);
            assertThat(copy).as("step %d, seed %d", step, seed).containsExactlyInAnyOrderElementsOf(fleet());
        }
    }

    private void obey(List<String> events, List<String> copy) {
        for (String event : events) {
            String[] parts = event.split(" ");
            switch (parts[0]) {
                case "resync" -> {
                    copy.clear();
                    copy.addAll(fleet());
                }
                case "joined" -> {
                    copy.remove(parts[1]);
                    copy.add(parts[1]);
                }
                case "left" -> copy.remove(parts[1]);
                default -> throw new AssertionError(event);
            }
        }
    }

    private List<String> fleet() {
        return store.members().stream().map(member -> member.worker().id()).toList();
    }

    private void register(String id) {
        Claims claims = new Claims(
                id,
                URI.create("http://127.0.0.1:9001"),
                Set.of("default"),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                Map.of());
        store.register(new Registration(claims, new Session("lease-" + id, "demo", new byte[32])), proof());
    }

    private Proof proof() {
        return new Proof("demo", "nonce-" + nonces++, NOW.plusSeconds(1));
    }

    private static List<String> taken(Subscription subscription) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (!subscription.isEmpty()) {
            String text = new String(subscription.next(Duration.ofSeconds(1)).bytes(), StandardCharsets.UTF_8);
            taken.add(text.replaceAll(
                            "(?s).*event: (\\w+)\ndata: (?:\\{}|.*\"id\":\"(w-\\d+)\",\"version\".*)\n\n", "$1 $2")
                    .trim());
        }
        return taken;
    }

    /** The store's log, which can be away, lose changes, or hand out a few at a time. */
    private final class FlakyLog implements ChangeLog {

        private boolean away;
        private int dropNext;
        private int batch = 1_000;

        @Override
        public Snapshot snapshot() {
            throw new AssertionError("events need no snapshot");
        }

        @Override
        public Head head() {
            check();
            return store.head();
        }

        @Override
        public List<Change> after(String position, Duration wait) {
            check();
            List<Change> changes = store.after(position, wait);
            int dropped = position.equals(START) ? 0 : Math.min(dropNext, changes.size());
            dropNext = 0;
            return changes.subList(dropped, Math.min(changes.size(), dropped + batch));
        }

        private void check() {
            if (away) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
        }
    }
}
