package dev.equipoise.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.InMemoryMembership;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.Session;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetFollowerTest {

    private static final Duration WAIT = Duration.ofMillis(1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int nonces;
    private final InMemoryMembership store = new InMemoryMembership(LeaseTerms.DEFAULT, 100, now);
    private final FlakyLog log = new FlakyLog();
    private final List<Fleet> seen = new ArrayList<>();
    private final FleetFollower follower = new FleetFollower(log, () -> now, seen::add);

    @Test
    void startsFromTheSnapshotAndFollowsEveryChange() {
        register("w-1");
        follower.advance(WAIT);
        register("w-2");
        store.drain("w-1", proof());
        follower.advance(WAIT);
        store.leave("w-1", proof());
        follower.advance(WAIT);

        assertThat(ids(0)).containsExactly("w-1");
        assertThat(ids(1)).containsExactly("w-1", "w-2");
        assertThat(seen.get(1).find("w-1").status()).isEqualTo(WorkerStatus.DRAINING);
        assertThat(ids(2)).containsExactly("w-2");
        assertThat(seen).extracting(Fleet::version).containsExactly(1L, 2L, 3L);
    }

    @Test
    void saysNothingWhenNothingChanged() {
        register("w-1");
        follower.advance(WAIT);
        follower.advance(WAIT);

        assertThat(seen).hasSize(1);
    }

    @Test
    void takesANewSnapshotWhenAChangeIsMissing() {
        register("w-1");
        follower.advance(WAIT);
        register("w-2");
        register("w-3");
        log.dropNext = 1;
        follower.advance(WAIT);

        assertThat(ids(1)).containsExactly("w-1", "w-2", "w-3");
    }

    @Test
    void theFleetOutlivesTheStore() {
        register("w-1");
        follower.advance(WAIT);
        log.away = true;

        assertThatThrownBy(() -> follower.advance(WAIT)).isInstanceOf(StoreUnavailableException.class);
        log.away = false;
        follower.advance(WAIT);

        assertThat(seen).hasSize(1);
    }

    @Test
    void workersAStoreWithoutMemoryDoesNotKnowStayUntilMostHaveComeBack() {
        registerTen();
        follower.advance(WAIT);
        store.lose();
        for (int i = 1; i <= 8; i++) {
            register("w-" + i);
        }
        follower.advance(WAIT);
        assertThat(seen.get(1).size()).as("8 of 10 are back").isEqualTo(10);

        register("w-9");
        follower.advance(WAIT);
        assertThat(seen.get(2).size()).as("9 of 10 are back").isEqualTo(9);
    }

    @Test
    void workersThatNeverComeBackAreHeldForAMinuteAndNoLonger() {
        registerTen();
        follower.advance(WAIT);
        store.lose();
        register("w-1");
        follower.advance(WAIT);
        now = now.plus(FleetFollower.HOLD).minusMillis(1);
        follower.advance(WAIT);
        assertThat(seen.get(seen.size() - 1).size()).isEqualTo(10);

        now = now.plusMillis(1);
        follower.advance(WAIT);
        assertThat(ids(seen.size() - 1)).containsExactly("w-1");
    }

    @Test
    void aHeldWorkerThatLeavesIsOutAtOnce() {
        registerTen();
        follower.advance(WAIT);
        store.lose();
        register("w-1");
        follower.advance(WAIT);
        register("w-2");
        store.leave("w-2", proof());
        follower.advance(WAIT);

        assertThat(seen.get(seen.size() - 1).size()).isEqualTo(9);
        assertThat(ids(seen.size() - 1)).doesNotContain("w-2");
    }

    @Test
    void aWorkerWhoseRegistrationAFailOverTookBackStaysUntilItHasRegisteredAgain() {
        registerTen();
        follower.advance(WAIT);
        store.takeBack(() -> {
            register("w-11");
            follower.advance(WAIT);
        });
        follower.advance(WAIT);
        assertThat(ids(seen.size() - 1)).as("the log is shorter").contains("w-11");

        register("w-11");
        follower.advance(WAIT);
        store.leave("w-11", proof());
        follower.advance(WAIT);
        assertThat(ids(seen.size() - 1)).as("it left for good").doesNotContain("w-11");
    }

    @Test
    void aFailOverIsNoticedWhenTheLogGoesOnWithOtherChangesOfTheSameVersions() {
        registerTen();
        follower.advance(WAIT);
        store.takeBack(() -> {
            register("w-11");
            register("w-12");
            follower.advance(WAIT);
        });
        register("w-13");
        register("w-14");
        follower.advance(WAIT);

        assertThat(ids(seen.size() - 1)).hasSize(14).contains("w-11", "w-12", "w-13", "w-14");
    }

    @Test
    void aFailOverIsNoticedWhenAnotherChangeTookThePlaceOfTheLastOne() {
        registerTen();
        follower.advance(WAIT);
        store.takeBack(() -> {
            register("w-11");
            follower.advance(WAIT);
        });
        log.hideNext = true;
        store.leave("w-1", proof());
        follower.advance(WAIT);

        // Held as well: the log cannot tell one that left from one whose registration was lost.
        assertThat(ids(seen.size() - 1)).contains("w-1", "w-11");
        now = now.plus(FleetFollower.HOLD);
        follower.advance(WAIT);
        assertThat(ids(seen.size() - 1)).hasSize(9).doesNotContain("w-1", "w-11");
    }

    @Test
    void whatAFailOverTookBackIsHeldForAMinuteAndNoLonger() {
        registerTen();
        follower.advance(WAIT);
        store.takeBack(() -> {
            register("w-11");
            follower.advance(WAIT);
        });
        follower.advance(WAIT);
        now = now.plus(FleetFollower.HOLD).minusMillis(1);
        follower.advance(WAIT);
        assertThat(ids(seen.size() - 1)).contains("w-11");

        now = now.plusMillis(1);
        follower.advance(WAIT);
        assertThat(ids(seen.size() - 1)).hasSize(10).doesNotContain("w-11");
    }

    @Test
    void aStoreThatWasAwayIsAskedWhereItStandsBeforeItIsFollowed() {
        registerTen();
        follower.advance(WAIT);
        log.away = true;
        assertThatThrownBy(() -> follower.advance(WAIT)).isInstanceOf(StoreUnavailableException.class);
        store.leave("w-1", proof());
        store.leave("w-2", proof());
        log.away = false;
        log.followed = false;
        follower.advance(WAIT);

        assertThat(log.followed).as("followed before it was asked").isFalse();
        assertThat(ids(seen.size() - 1)).hasSize(8).doesNotContain("w-1", "w-2");
    }

    private void registerTen() {
        for (int i = 1; i <= 10; i++) {
            register("w-" + i);
        }
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
        return new Proof("demo", "nonce-" + nonces++, now.plusSeconds(1));
    }

    private List<String> ids(int index) {
        return seen.get(index).workers().stream().map(Worker::id).toList();
    }

    /** The store's log, which can be away or lose changes. */
    private final class FlakyLog implements ChangeLog {

        private boolean away;
        private int dropNext;
        private boolean followed;
        /** The next question for changes finds none. */
        private boolean hideNext;

        @Override
        public Snapshot snapshot() {
            check();
            return store.snapshot();
        }

        @Override
        public Head head() {
            check();
            return store.head();
        }

        @Override
        public List<Change> after(String position, Duration wait) {
            check();
            followed = true;
            List<Change> changes = store.after(position, wait);
            if (hideNext) {
                hideNext = false;
                return List.of();
            }
            int dropped = Math.min(dropNext, changes.size());
            dropNext = 0;
            return changes.subList(dropped, changes.size());
        }

        private void check() {
            if (away) {
                throw new StoreUnavailableException("away", new IllegalStateException());
            }
        }
    }
}
