package dev.equipoise.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of the membership holds. The fake and the Redis adapter are its two subclasses. */
public abstract class MembershipContractTest {

    protected static final LeaseTerms TERMS = LeaseTerms.DEFAULT;
    protected static final int MAX_WORKERS = 4;

    private static final AtomicInteger NONCES = new AtomicInteger();

    private WorkerRegistry registry;
    private Leases leases;
    private Roster roster;
    private ChangeLog log;

    /** Every port over one empty store that begins now and allows {@link #MAX_WORKERS} workers. */
    protected abstract Stores emptyStore();

    /** Time passes for the store. */
    protected abstract void pass(Duration time);

    /** The store loses everything. */
    protected abstract void lose();

    /** The store's own idea of now. */
    protected abstract Instant now();

    public record Stores(WorkerRegistry registry, Leases leases, Roster roster, ChangeLog log) {}

    @BeforeEach
    void open() {
        Stores stores = emptyStore();
        registry = stores.registry();
        leases = stores.leases();
        roster = stores.roster();
        log = stores.log();
        leases.expire();
    }

    @Test
    void aRegisteredWorkerIsInTheRosterAndInTheSnapshotAsItClaimed() {
        Claims claims = new Claims(
                "w-1",
                URI.create("http://127.0.0.1:9001"),
                Set.of("default", "images"),
                "zone-a",
                "eu",
                "basic",
                new Capacity(8, 100),
                2.5,
                Map.of("build", "17"));

        Registered registered = registry.register(claims, session("lease-1"), proof());

        Member member = roster.member("w-1");
        assertThat(member).isNotNull();
        assertThat(member.claims()).isEqualTo(claims);
        assertThat(member.worker().status()).isEqualTo(WorkerStatus.UP);
        assertThat(member.leaseEnds()).isAfter(member.since());
        Worker worker = log.snapshot().workers().get(0);
        assertThat(worker).isEqualTo(member.worker());
        assertThat(worker.uri()).isEqualTo(URI.create("http://127.0.0.1:9001"));
        assertThat(worker.services()).containsExactlyInAnyOrder("default", "images");
        assertThat(worker.capacity()).isEqualTo(new Capacity(8, 100));
        assertThat(worker.weight()).isEqualTo(2.5);
        assertThat(worker.epoch()).isEqualTo(registered.epoch());
    }

    @Test
    void theSessionOfALeaseIsKeptAndDiesWithTheNextRegistration() {
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
        registry.register(claims("w-1", 9001), session("lease-2"), proof());

        assertThat(leases.session("w-1").leaseId()).isEqualTo("lease-2");
        assertThat(leases.session("w-1").secret()).isEqualTo(session("lease-2").secret());
        assertThat(leases.session("w-2")).isNull();
        assertRefused(Refusal.UNKNOWN_LEASE, () -> leases.renew("w-1", "lease-1", LoadReport.NONE, proof()));
    }

    @Test
    void registeringAgainKeepsThePlaceInTheOrderAndRaisesTheEpoch() {
        Registered first = registry.register(claims("w-1", 9001), session("lease-1"), proof());
        registry.register(claims("w-2", 9002), session("lease-2"), proof());
        Registered again = registry.register(claims("w-1", 9001), session("lease-3"), proof());

        assertThat(again.epoch()).isGreaterThan(first.epoch());
        assertThat(roster.member("w-1").worker().sequence())
                .isLessThan(roster.member("w-2").worker().sequence());
    }

    @Test
    void aNonceIsAcceptedOnceAndARefusedWriteDoesNotConsumeIt() {
        Proof proof = proof();
        registry.register(claims("w-1", 9001), session("lease-1"), proof);
        assertRefused(Refusal.REPLAYED, () -> registry.register(claims("w-1", 9001), session("x"), proof));

        Proof unused = proof();
        assertRefused(Refusal.UNKNOWN_WORKER, () -> registry.leave("w-9", unused));
        registry.leave("w-1", unused);
        assertRefused(Refusal.REPLAYED, () -> registry.leave("w-1", unused));
    }

    @Test
    void aRefusedWriteChangesNothing() {
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
        ChangeLog.Snapshot before = log.snapshot();

        assertRefused(
                Refusal.ADDRESS_CONFLICT, () -> registry.register(claims("w-1", 9999), session("lease-2"), proof()));
        assertRefused(Refusal.UNKNOWN_WORKER, () -> registry.drain("w-2", proof()));

        assertThat(log.snapshot()).isEqualTo(before);
        assertThat(leases.session("w-1").leaseId()).isEqualTo("lease-1");
    }

    @Test
    void anotherAddressIsAConflictOnlyWhileTheLeaseLives() {
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
        pass(TERMS.term().plusMillis(1));

        registry.register(claims("w-1", 9999), session("lease-2"), proof());

        assertThat(roster.member("w-1").worker().uri()).isEqualTo(URI.create("http://127.0.0.1:9999"));
    }

    @Test
    void theFleetHasABound() {
        for (int i = 1; i <= MAX_WORKERS; i++) {
            registry.register(claims("w-" + i, 9000 + i), session("lease-" + i), proof());
        }
        assertRefused(Refusal.FLEET_FULL, () -> registry.register(claims("w-x", 9100), session("x"), proof()));
        registry.register(claims("w-1", 9001), session("again"), proof());
        assertThat(roster.members()).hasSize(MAX_WORKERS);
    }

    @Test
    void aWorkerThatIsHeardStaysAndOneThatIsNotIsOutAfterItsLease() {
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
        registry.register(claims("w-2", 9002), session("lease-2"), proof());
        for (int beat = 0; beat < 3; beat++) {
            assertThat(endedWithin(3)).isEmpty();
            leases.renew("w-1", "lease-1", new LoadReport(0.5, 0.25, 0, 3, 2, 1), proof());
        }

        assertThat(endedWithin(7)).containsExactly("w-2");
        assertThat(roster.members()).extracting(m -> m.worker().id()).containsExactly("w-1");
        assertThat(roster.member("w-1").load()).isEqualTo(new LoadReport(0.5, 0.25, 0, 3, 2, 1));
        assertRefused(Refusal.UNKNOWN_LEASE, () -> leases.renew("w-2", "lease-2", LoadReport.NONE, proof()));
        assertThat(leases.session("w-2")).isNull();
    }

    @Test
    void whenNobodySweptForAWhileEveryLeaseGetsAFullTermAndThenEnds() {
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
        pass(Duration.ofSeconds(60));

        assertThat(leases.expire()).as("first sweep after an outage").isEmpty();
        assertThat(endedWithin(7)).isEmpty();
        assertThat(endedWithin(10)).containsExactly("w-1");
    }

    /**
     * Sweeps once a second. A store with a clock of its own lets real time pass as well, so those who ask leave seconds
     * between what they let pass and what they expect.
     */
    private List<String> endedWithin(int seconds) {
        List<String> ended = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            pass(Duration.ofSeconds(1));
            ended.addAll(leases.expire());
        }
        return ended;
    }

    @Test
    void aDrainingWorkerStaysUntilItLeaves() {
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
        registry.drain("w-1", proof());
        registry.drain("w-1", proof());
        leases.renew("w-1", "lease-1", LoadReport.NONE, proof());

        assertThat(roster.member("w-1").worker().status()).isEqualTo(WorkerStatus.DRAINING);
        registry.leave("w-1", proof());
        assertThat(roster.members()).isEmpty();
    }

    @Test
    void everyChangeStandsInTheLogOnceAndInOrder() {
        String start = log.snapshot().position();
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
        leases.renew("w-1", "lease-1", LoadReport.NONE, proof());
        registry.drain("w-1", proof());
        registry.drain("w-1", proof());
        registry.leave("w-1", proof());

        List<Change> changes = log.after(start, Duration.ofMillis(1));

        assertThat(changes)
                .extracting(Change::kind)
                .containsExactly(Change.Kind.JOINED, Change.Kind.DRAINING, Change.Kind.LEFT);
        assertThat(changes).extracting(Change::version).containsExactly(1L, 2L, 3L);
        assertThat(changes.get(1).worker().status()).isEqualTo(WorkerStatus.DRAINING);
        assertThat(changes.get(2).worker()).isNull();
        assertThat(log.after(changes.get(1).position(), Duration.ofMillis(1))).hasSize(1);
        assertThat(log.snapshot().position()).isEqualTo(changes.get(2).position());
        assertThat(log.after(changes.get(2).position(), Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void aStoreThatLostItsMemoryIsAnotherIncarnationAndRefusesWhatWasSignedBefore() {
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
        leases.expire();
        String before = log.snapshot().incarnation();
        Proof old = new Proof("demo", "old-nonce", now().minusSeconds(5));

        lose();
        leases.expire();

        assertThat(log.snapshot().incarnation()).isNotEqualTo(before).isEqualTo(log.incarnation());
        assertRefused(Refusal.OLDER_THAN_STORE, () -> registry.register(claims("w-1", 9001), session("x"), old));
        registry.register(claims("w-1", 9001), session("lease-1"), proof());
    }

    private static void assertRefused(Refusal expected, ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(expected));
    }

    private Proof proof() {
        return new Proof("demo", "nonce-" + NONCES.incrementAndGet(), now().plusSeconds(1));
    }

    private static Session session(String leaseId) {
        return new Session(leaseId, ("secret of " + leaseId).getBytes(StandardCharsets.UTF_8));
    }

    private static Claims claims(String id, int port) {
        return new Claims(
                id,
                URI.create("http://127.0.0.1:" + port),
                Set.of("default"),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                Map.of());
    }
}
