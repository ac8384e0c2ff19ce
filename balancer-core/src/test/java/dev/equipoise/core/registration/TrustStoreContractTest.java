package dev.equipoise.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every trust store holds. The fake and the Redis adapter are its two subclasses. */
public abstract class TrustStoreContractTest {

    /** How many keys, tokens and revocations the store allows. */
    protected static final int MOST = 4;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Grant GRANT = new Grant(
            "team \"payments\", Zürich",
            List.of("pay-*", "solo"),
            Set.of("default", "payments"),
            List.of(Network.parse("10.0.0.0/8"), Network.parse("::1/128")));

    private TrustStore store;

    /** An empty store that begins now and allows {@link #MOST} of each. */
    protected abstract TrustStore emptyStore();

    /** Time passes for the tokens and keys in the store. */
    protected abstract void pass(Duration time);

    /** The store loses everything. */
    protected abstract void lose();

    /** The store's own idea of now. */
    protected abstract Instant now();

    @BeforeEach
    void open() {
        store = emptyStore();
    }

    @Test
    void aTokenEnrolsOneKeyWithTheGrantItWasIssuedFor() {
        Instant end = now().plus(HOUR).truncatedTo(ChronoUnit.MILLIS);
        store.issue(new JoinToken("hash", GRANT, end, HOUR));

        PublicKeyRecord key = store.enrol("hash", "pay-1", "MCow");

        assertThat(key).isEqualTo(new PublicKeyRecord("pay-1", "MCow", GRANT, new Validity(null, end)));
        assertThat(snapshot().keys()).containsExactly(key);
        assertRefused(Refusal.JOIN_TOKEN_REFUSED, () -> store.enrol("hash", "pay-2", "MCow"));
    }

    @Test
    void aTokenNobodyIssuedOrThatIsTooOldEnrolsNothing() {
        store.issue(new JoinToken("hash", GRANT, null, HOUR));

        assertRefused(Refusal.JOIN_TOKEN_REFUSED, () -> store.enrol("other", "pay-1", "MCow"));
        pass(HOUR.plusMillis(1));
        assertRefused(Refusal.JOIN_TOKEN_REFUSED, () -> store.enrol("hash", "pay-1", "MCow"));

        assertThat(snapshot().keys()).isEmpty();
    }

    @Test
    void aRefusedEnrolmentLeavesTheTokenAsItWas() {
        enrol("pay-1");
        store.revoke("pay-2");
        store.issue(new JoinToken("hash", GRANT, null, HOUR));

        assertRefused(Refusal.KEY_EXISTS, () -> store.enrol("hash", "pay-1", "MCow"));
        assertRefused(Refusal.KEY_REVOKED, () -> store.enrol("hash", "pay-2", "MCow"));

        assertThat(store.enrol("hash", "pay-3", "MCow").validity()).isEqualTo(Validity.OPEN);
    }

    @Test
    void ofManyThatShowOneTokenAtATimeOneIsEnrolled() throws Exception {
        int racers = 16;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            for (int round = 0; round < MOST; round++) {
                store.issue(new JoinToken("hash-" + round, GRANT, null, HOUR));
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> enrolled = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    String hash = "hash-" + round;
                    String id = "key-" + round + "-" + racer;
                    enrolled.add(threads.submit(() -> {
                        start.await();
                        try {
                            store.enrol(hash, id, "MCow");
                            return true;
                        } catch (RefusedException e) {
                            assertThat(e.refusal()).isEqualTo(Refusal.JOIN_TOKEN_REFUSED);
                            return false;
                        }
                    }));
                }
                start.countDown();
                int winners = 0;
                for (Future<Boolean> one : enrolled) {
                    winners += one.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
                assertThat(snapshot().keys()).hasSize(round + 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRevokedKeyIsGoneAndItsIdIsNeverEnrolledAgain() {
        PublicKeyRecord key = enrol("pay-1");

        store.revoke("pay-1");
        store.revoke("pay-1");
        store.revoke("from-elsewhere");

        assertThat(snapshot().keys()).isEmpty();
        assertThat(snapshot().revoked()).containsExactlyInAnyOrder("pay-1", "from-elsewhere");
        store.merge(List.of(key), Set.of());
        assertThat(snapshot().keys()).isEmpty();
    }

    @Test
    void theVersionChangesWithTheStateAndOnlyThen() {
        TrustStore.Snapshot empty = snapshot();
        assertThat(store.changedSince(empty.version())).isNull();

        enrol("pay-1");
        TrustStore.Snapshot one = store.changedSince(empty.version());
        assertThat(one).isNotNull();
        assertThat(store.changedSince(one.version())).isNull();

        store.revoke("x");
        TrustStore.Snapshot revoked = store.changedSince(one.version());
        assertThat(revoked).isNotNull();
        store.revoke("x");
        store.merge(one.keys(), Set.of("x"));
        assertThat(store.changedSince(revoked.version())).isNull();

        lose();
        assertThat(store.changedSince(revoked.version())).isNotNull();
    }

    @Test
    void aStoreThatLostItsMemoryIsGivenItBack() {
        PublicKeyRecord key = enrol("pay-1");
        store.revoke("pay-2");
        TrustStore.Snapshot known = snapshot();
        lose();
        assertThat(snapshot().keys()).isEmpty();

        store.merge(known.keys(), known.revoked());

        assertThat(snapshot().keys()).containsExactly(key);
        assertThat(snapshot().revoked()).containsExactly("pay-2");
    }

    @Test
    void whatIsKeptHasABound() {
        for (int i = 0; i < MOST; i++) {
            enrol("pay-" + i);
            store.revoke("other-" + i);
        }
        for (int i = 0; i < MOST; i++) {
            store.issue(new JoinToken("hash-" + i, GRANT, null, HOUR));
        }

        assertRefused(Refusal.TRUST_STORE_FULL, () -> store.issue(new JoinToken("more", GRANT, null, HOUR)));
        assertRefused(Refusal.TRUST_STORE_FULL, () -> store.enrol("hash-0", "pay-9", "MCow"));
        assertRefused(Refusal.TRUST_STORE_FULL, () -> store.revoke("other-9"));

        pass(HOUR.plusMillis(1));
        store.issue(new JoinToken("more", GRANT, null, HOUR));
    }

    @Test
    void keysThatAreOverMakeRoomWhenItIsNeeded() {
        store.issue(new JoinToken("hash", GRANT, now().plus(HOUR), Duration.ofHours(9)));
        store.enrol("hash", "short", "MCow");
        for (int i = 1; i < MOST; i++) {
            enrol("pay-" + i);
        }

        pass(HOUR.plusSeconds(1));
        enrol("pay-9");

        assertThat(snapshot().keys())
                .extracting(PublicKeyRecord::id)
                .containsExactlyInAnyOrder("pay-1", "pay-2", "pay-3", "pay-9");
    }

    private PublicKeyRecord enrol(String id) {
        store.issue(new JoinToken("hash of " + id, GRANT, null, HOUR));
        return store.enrol("hash of " + id, id, "MCow");
    }

    private TrustStore.Snapshot snapshot() {
        TrustStore.Snapshot snapshot = store.changedSince("");
        assertThat(snapshot).isNotNull();
        return snapshot;
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }
}
