package dev.equipoise.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Leases.CallResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
        sweep(CallResult.REFUSED);
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

        Registered registered = register(claims, session("lease-1"), proof());

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
        register(claims("w-1", 9001), session("lease-1"), proof());
        register(claims("w-1", 9001), session("lease-2"), proof());

        assertThat(leases.session("w-1").leaseId()).isEqualTo("lease-2");
        assertThat(leases.session("w-1").secret()).isEqualTo(session("lease-2").secret());
        assertThat(leases.session("w-2")).isNull();
        assertRefused(Refusal.UNKNOWN_LEASE, () -> leases.renew("w-1", "lease-1", LoadReport.NONE, proof()));
    }

    @Test
    void registeringAgainKeepsThePlaceInTheOrderAndRaisesTheEpoch() {
        Registered first = register(claims("w-1", 9001), session("lease-1"), proof());
        register(claims("w-2", 9002), session("lease-2"), proof());
        Registered again = register(claims("w-1", 9001), session("lease-3"), proof());

        assertThat(again.epoch()).isGreaterThan(first.epoch());
        assertThat(roster.member("w-1").worker().sequence())
                .isLessThan(roster.member("w-2").worker().sequence());
    }

    @Test
    void aNonceIsAcceptedOnceAndARefusedWriteDoesNotConsumeIt() {
        Proof proof = proof();
        register(claims("w-1", 9001), session("lease-1"), proof);
        assertRefused(Refusal.REPLAYED, () -> register(claims("w-1", 9001), session("x"), proof));

        Proof unused = proof();
        assertRefused(Refusal.UNKNOWN_WORKER, () -> registry.leave("w-9", unused));
        registry.leave("w-1", unused);
        assertRefused(Refusal.REPLAYED, () -> registry.leave("w-1", unused));
    }

    @Test
    void aRefusedWriteChangesNothing() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        ChangeLog.Snapshot before = log.snapshot();

        assertRefused(Refusal.ADDRESS_CONFLICT, () -> register(claims("w-1", 9999), session("lease-2"), proof()));
        assertRefused(Refusal.UNKNOWN_WORKER, () -> registry.drain("w-2", proof()));

        assertThat(log.snapshot()).isEqualTo(before);
        assertThat(leases.session("w-1").leaseId()).isEqualTo("lease-1");
    }

    @Test
    void anotherAddressIsAConflictOnlyWhileTheLeaseLives() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        pass(TERMS.term().plusMillis(1));

        register(claims("w-1", 9999), session("lease-2"), proof());

        assertThat(roster.member("w-1").worker().uri()).isEqualTo(URI.create("http://127.0.0.1:9999"));
    }

    @Test
    void theFleetHasABound() {
        for (int i = 1; i <= MAX_WORKERS; i++) {
            register(claims("w-" + i, 9000 + i), session("lease-" + i), proof());
        }
        assertRefused(Refusal.FLEET_FULL, () -> register(claims("w-x", 9100), session("x"), proof()));
        register(claims("w-1", 9001), session("again"), proof());
        assertThat(roster.members()).hasSize(MAX_WORKERS);
    }

    @Test
    void aWorkerThatIsHeardStaysAndOneThatIsNotIsOutAfterItsLease() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        register(claims("w-2", 9002), session("lease-2"), proof());
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
        register(claims("w-1", 9001), session("lease-1"), proof());
        pass(Duration.ofSeconds(60));

        assertThat(sweep(CallResult.REFUSED).out())
                .as("first sweep after an outage")
                .isEmpty();
        assertThat(endedWithin(7)).isEmpty();
        assertThat(endedWithin(10)).containsExactly("w-1");
    }

    /**
     * Sweeps once a second. A store with a clock of its own lets real time pass as well, so those who ask leave seconds
     * between what they let pass and what they expect.
     */
    private List<String> endedWithin(int seconds) {
        return endedWithin(seconds, CallResult.REFUSED);
    }

    private List<String> endedWithin(int seconds, CallResult result) {
        List<String> ended = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            pass(Duration.ofSeconds(1));
            ended.addAll(sweep(result).out());
        }
        return ended;
    }

    @Test
    void aDrainingWorkerStaysUntilItLeaves() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        registry.drain("w-1", proof());
        registry.drain("w-1", proof());
        leases.renew("w-1", "lease-1", LoadReport.NONE, proof());

        assertThat(roster.member("w-1").worker().status()).isEqualTo(WorkerStatus.DRAINING);
        registry.leave("w-1", proof());
        assertThat(roster.members()).isEmpty();
    }

    @Test
    void whoIsDrainedByAnOperatorStaysSoUntilItRegistersAnew() {
        assertRefused(Refusal.UNKNOWN_WORKER, () -> leases.drain("w-1"));
        register(claims("w-1", 9001), session("lease-1"), proof());
        String start = log.snapshot().position();
        leases.drain("w-1");
        leases.drain("w-1");
        leases.renew("w-1", "lease-1", LoadReport.NONE, proof());

        assertThat(roster.member("w-1").worker().status()).isEqualTo(WorkerStatus.DRAINING);
        assertThat(log.after(start, Duration.ofMillis(1)))
                .extracting(Change::kind)
                .containsExactly(Change.Kind.DRAINING);
        register(claims("w-1", 9001), session("lease-2"), proof());
        assertThat(roster.member("w-1").worker().status()).isEqualTo(WorkerStatus.UP);
    }

    @Test
    void everyChangeStandsInTheLogOnceAndInOrder() {
        String start = log.snapshot().position();
        register(claims("w-1", 9001), session("lease-1"), proof());
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
    void theLogCanBeReadFromItsStart() {
        assertThat(log.after(ChangeLog.START, Duration.ofMillis(1))).isEmpty();
        register(claims("w-1", 9001), session("lease-1"), proof());
        registry.leave("w-1", proof());

        assertThat(log.after(ChangeLog.START, Duration.ofMillis(1)))
                .extracting(Change::kind)
                .containsExactly(Change.Kind.JOINED, Change.Kind.LEFT);
    }

    @Test
    void theVersionOfTheRosterGrowsWithEveryChangeAndWithNothingElse() {
        assertThat(roster.version()).isZero();
        register(claims("w-1", 9001), session("lease-1"), proof());
        long joined = roster.version();
        leases.renew("w-1", "lease-1", LoadReport.NONE, proof());

        assertThat(roster.version()).isEqualTo(joined).isEqualTo(log.snapshot().version());
        registry.leave("w-1", proof());
        assertThat(roster.version()).isGreaterThan(joined);
    }

    @Test
    void theHeadOfTheLogIsWhereItsLastChangeStands() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        ChangeLog.Head first = log.head();
        registry.drain("w-1", proof());
        ChangeLog.Head second = log.head();
        leases.renew("w-1", "lease-1", LoadReport.NONE, proof());

        List<Change> changes = log.after(first.position(), Duration.ofMillis(1));

        assertThat(first.incarnation()).isNotEmpty();
        assertThat(second)
                .isEqualTo(new ChangeLog.Head(
                        first.incarnation(),
                        changes.get(0).version(),
                        changes.get(0).position()));
        assertThat(log.head()).as("a heartbeat is no change").isEqualTo(second);
        assertThat(log.snapshot().head()).isEqualTo(second);
    }

    @Test
    void aStoreThatLostItsMemoryIsAnotherIncarnationAndRefusesWhatWasSignedBefore() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        sweep(CallResult.REFUSED);
        String before = log.snapshot().incarnation();
        // Of the second in which the new store is born, unless that has just ended.
        Proof old = new Proof("demo", "old-nonce", now());

        lose();
        sweep(CallResult.REFUSED);

        assertThat(log.snapshot().incarnation()).isNotEqualTo(before);
        assertThat(log.head()).isEqualTo(log.snapshot().head());
        assertRefused(Refusal.OLDER_THAN_STORE, () -> register(claims("w-1", 9001), session("x"), old));
        register(claims("w-1", 9001), session("lease-1"), proof());
    }

    @Test
    void aWorkerThatDidNotAnswerIsStartingUntilItDoes() {
        Registered registered =
                registry.register(new Registration(claims("w-1", 9001), session("lease-1"), false, ""), proof());

        assertThat(registered.kind()).isEqualTo(Change.Kind.STARTED);
        assertThat(roster.member("w-1").worker().serves()).isFalse();
        assertThat(leases.toCall()).singleElement().satisfies(callee -> {
            assertThat(callee.claims()).isEqualTo(claims("w-1", 9001));
            assertThat(callee.starting()).isTrue();
        });
        leases.answered("w-1", registered.epoch() - 1);
        assertThat(roster.member("w-1").why()).isEqualTo(Change.Kind.STARTED);
        leases.answered("w-1", registered.epoch());
        assertThat(roster.member("w-1").worker().status()).isEqualTo(WorkerStatus.UP);
        assertThat(leases.toCall()).isEmpty();
    }

    @Test
    void aWorkerThatAnswersCallsIsDoubtedAndStaysForTwoMoreTerms() {
        register(claims("w-1", 9001), session("lease-1"), proof());

        assertThat(endedWithin(14, CallResult.ANSWERED)).isEmpty();
        assertThat(roster.member("w-1").why()).isEqualTo(Change.Kind.UNHEARD);
        assertThat(roster.member("w-1").worker().serves()).isTrue();
        assertThat(endedWithin(25, CallResult.ANSWERED)).isEmpty();
        leases.renew("w-1", "lease-1", LoadReport.NONE, proof());
        assertThat(roster.member("w-1").why()).isEqualTo(Change.Kind.HEARD);
        assertThat(endedWithin(41, CallResult.ANSWERED)).isEmpty();
        assertThat(endedWithin(10, CallResult.ANSWERED)).containsExactly("w-1");
    }

    @Test
    void whoeverWasNotCalledStays() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        for (int second = 0; second < 20; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(leases.expire(Map.of()).out()).isEmpty();
        }
        assertThat(leases.expire(Map.of()).overdue()).isOne();
        assertThat(sweep(CallResult.SILENT).out()).containsExactly("w-1");
    }

    @Test
    void witnessesShortenALeaseAndAHeartbeatClearsThem() {
        long epoch = register(claims("w-1", 9001), session("lease-1"), proof()).epoch();
        Instant full = roster.member("w-1").leaseEnds();

        leases.doubt("w-1", epoch - 1, Change.Kind.REFUSING, "g-1", proof());
        assertThat(roster.member("w-1").why()).as("an older registration").isEqualTo(Change.Kind.JOINED);
        leases.doubt("w-1", epoch, Change.Kind.REFUSING, "g-1", proof());
        leases.doubt("w-1", epoch, Change.Kind.REFUSING, "g-1", proof());
        assertThat(roster.member("w-1").why()).isEqualTo(Change.Kind.REFUSING);
        assertThat(shorter(full)).isEqualTo(5000);
        leases.doubt("w-1", epoch, Change.Kind.DISCONNECTED, "session", null);
        assertThat(shorter(full)).isBetween(7924L, 7926L);
        leases.doubt("w-1", epoch, Change.Kind.REFUSING, "g-3", proof());
        assertThat(shorter(full)).isBetween(9999L, 10_001L);
        leases.doubt("w-1", epoch, Change.Kind.REFUSING, "g-4", proof());
        assertThat(shorter(full)).isBetween(9999L, 10_001L);
        assertThat(roster.history("w-1"))
                .extracting(HistoryEntry::kind)
                .containsExactly(Change.Kind.JOINED, Change.Kind.REFUSING);

        leases.renew("w-1", "lease-1", LoadReport.NONE, null);
        assertThat(roster.member("w-1").why()).isEqualTo(Change.Kind.HEARD);
        assertThat(roster.member("w-1").leaseEnds()).isAfterOrEqualTo(full);
    }

    private long shorter(Instant full) {
        return Duration.between(roster.member("w-1").leaseEnds(), full).toMillis();
    }

    @Test
    void aReportIsTakenOnceAndOnlyOfMembers() {
        long epoch = register(claims("w-1", 9001), session("lease-1"), proof()).epoch();
        Proof proof = proof();
        leases.doubt("w-1", epoch, Change.Kind.REFUSING, "g-1", proof);
        assertRefused(Refusal.REPLAYED, () -> leases.doubt("w-1", epoch, Change.Kind.REFUSING, "g-1", proof));
        assertRefused(Refusal.UNKNOWN_WORKER, () -> leases.doubt("w-2", epoch, Change.Kind.REFUSING, "g-1", proof()));
    }

    @Test
    void silenceOfManyAtOnceExpiresNobodyAndRefusalsGoByTheQuota() {
        for (int i = 1; i <= MAX_WORKERS; i++) {
            register(claims("w-" + i, 9000 + i), session("lease-" + i), proof());
        }
        assertThat(endedWithin(120, CallResult.SILENT)).isEmpty();
        Leases.Sweep sweep = sweep(CallResult.SILENT);
        assertThat(sweep.preserving()).isTrue();
        assertThat(sweep.overdue()).isEqualTo(MAX_WORKERS);
        assertThat(roster.members())
                .extracting(member -> member.worker().status())
                .containsOnly(WorkerStatus.SUSPECT);

        // One is heard, the others turn out to be dead: two go in each term.
        leases.renew("w-4", "lease-4", LoadReport.NONE, proof());
        assertThat(endedWithin(8, CallResult.REFUSED)).hasSize(2);
        leases.renew("w-4", "lease-4", LoadReport.NONE, proof());
        assertThat(endedWithin(12, CallResult.REFUSED)).hasSize(1);
        assertThat(roster.members()).extracting(m -> m.worker().id()).containsExactly("w-4");
        assertThat(sweep(CallResult.REFUSED).preserving()).isFalse();
        assertThat(roster.absent())
                .extracting(m -> m.worker().id(), Member::why)
                .containsExactly(
                        tuple("w-1", Change.Kind.EXPIRED),
                        tuple("w-2", Change.Kind.EXPIRED),
                        tuple("w-3", Change.Kind.EXPIRED));
    }

    @Test
    void preservationOfThoseWhoCannotBeReachedEndsAfterTenMinutes() {
        for (int i = 1; i <= 3; i++) {
            register(claims("w-" + i, 9000 + i), session("lease-" + i), proof());
        }
        assertThat(endedWithin(590, CallResult.SILENT)).isEmpty();
        assertThat(endedWithin(40, CallResult.SILENT)).hasSize(3);
    }

    @Test
    void anAnnouncedMoveIsDoneAtOnce() {
        Registered first = register(claims("w-1", 9001), session("lease-1"), proof());
        Registration move = new Registration(claims("w-1", 9999), session("lease-2"), true, "lease-1");

        Registered moved = registry.register(move, proof());

        assertThat(moved.kind()).isEqualTo(Change.Kind.MOVED);
        assertThat(moved.epoch()).isGreaterThan(first.epoch());
        assertThat(roster.member("w-1").worker().uri()).isEqualTo(URI.create("http://127.0.0.1:9999"));
        assertThat(roster.history("w-1"))
                .extracting(HistoryEntry::address)
                .containsExactly(URI.create("http://127.0.0.1:9001"), URI.create("http://127.0.0.1:9999"));
        assertRefused(
                Refusal.ADDRESS_CONFLICT,
                () -> registry.register(
                        new Registration(claims("w-1", 9001), session("lease-3"), true, "lease-1"), proof()));
    }

    @Test
    void twoLivingProcessesOfOneIdAreBothOutUntilAnOperatorReleasesIt() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        int claims = 0;
        while (roster.member("w-1").why() != Change.Kind.EQUIVOCATED && claims < 60) {
            RefusedException refused = catchThrowableOfType(
                    RefusedException.class, () -> register(claims("w-1", 9999), session("lease-x"), proof()));
            claims++;
            boolean barred = refused.refusal() == Refusal.ID_BARRED;
            assertThat(roster.member("w-1").why() == Change.Kind.EQUIVOCATED).isEqualTo(barred);
            if (!barred) {
                leases.renew("w-1", "lease-1", LoadReport.NONE, proof());
                pass(Duration.ofSeconds(1));
            }
        }
        assertThat(claims).as("claims until then, one a second").isBetween(15, 18);
        assertThat(roster.members()).isEmpty();
        assertRefused(Refusal.ID_BARRED, () -> register(claims("w-1", 9001), session("x"), proof()));
        assertRefused(Refusal.ID_BARRED, () -> register(claims("w-1", 9999), session("x"), proof()));

        assertThat(leases.release("w-1")).isTrue();
        assertThat(leases.release("w-1")).isFalse();
        register(claims("w-1", 9999), session("lease-2"), proof());
        assertThat(roster.member("w-1").why()).isEqualTo(Change.Kind.JOINED);
    }

    @Test
    void aRestartElsewhereWaitsForTheOldLeaseAndBarsNobody() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        int refusals = 0;
        while (!roster.member("w-1").worker().uri().equals(URI.create("http://127.0.0.1:9999"))) {
            try {
                register(claims("w-1", 9999), session("lease-2"), proof());
            } catch (RefusedException e) {
                assertThat(e.refusal()).isEqualTo(Refusal.ADDRESS_CONFLICT);
                refusals++;
                pass(Duration.ofSeconds(1));
            }
            assertThat(refusals).isLessThan(30);
        }
        assertThat(refusals).isGreaterThan(10);
    }

    @Test
    void presenceIsUnbrokenByReRegistrationAndAShortLeaveOnly() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        Instant joined = roster.member("w-1").presentSince();
        pass(Duration.ofSeconds(4));
        register(claims("w-1", 9001), session("lease-2"), proof());
        Instant present = roster.member("w-1").presentSince();
        assertThat(Duration.between(present, now())).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(Duration.between(joined, present).abs()).isLessThanOrEqualTo(Duration.ofSeconds(4));

        registry.leave("w-1", proof());
        assertThat(roster.member("w-1").worker().status()).isEqualTo(WorkerStatus.DOWN);
        pass(Duration.ofMinutes(14));
        register(claims("w-1", 9001), session("lease-3"), proof());
        assertThat(Duration.between(roster.member("w-1").presentSince(), now()))
                .isGreaterThanOrEqualTo(Duration.ofMinutes(14));

        registry.leave("w-1", proof());
        pass(Duration.ofMinutes(16));
        register(claims("w-1", 9001), session("lease-4"), proof());
        assertThat(Duration.between(roster.member("w-1").presentSince(), now())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aSessionKeyIsDueAfterItsTime() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        pass(TERMS.rotation().minusSeconds(5));
        leases.renew("w-1", "lease-1", LoadReport.NONE, proof());
        pass(Duration.ofSeconds(6));
        assertRefused(Refusal.UNKNOWN_LEASE, () -> leases.renew("w-1", "lease-1", LoadReport.NONE, proof()));
        register(claims("w-1", 9001), session("lease-2"), proof());
        leases.renew("w-1", "lease-2", LoadReport.NONE, proof());
    }

    @Test
    void aRevokedKeyTakesItsWorkersAlong() {
        register(claims("w-1", 9001), session("lease-1"), proof());
        register(claims("w-2", 9002), new Session("lease-2", "other", new byte[] {1}), proof());
        register(claims("w-3", 9003), session("lease-3"), proof());

        leases.revoke("w-3", "lease-1");
        assertThat(roster.members()).hasSize(3);
        leases.revoke("w-3", "lease-3");
        assertThat(leases.revoke("demo")).containsExactly("w-1");

        assertThat(roster.members()).extracting(m -> m.worker().id()).containsExactly("w-2");
        assertThat(roster.absent()).extracting(Member::why).containsOnly(Change.Kind.REVOKED);
        assertThat(leases.session("w-2").keyId()).isEqualTo("other");
    }

    @Test
    void absencesAndHistoriesAreBounded() {
        for (int i = 1; i <= MAX_WORKERS + 2; i++) {
            register(claims("w-" + i, 9000 + i), session("lease-" + i), proof());
            registry.leave("w-" + i, proof());
        }
        assertThat(roster.absent()).extracting(m -> m.worker().id()).containsExactly("w-3", "w-4", "w-5", "w-6");
        for (int i = 0; i < Roster.HISTORY; i++) {
            register(claims("w-6", 9006), session("lease-" + i), proof());
        }
        assertThat(roster.history("w-6")).hasSize(Roster.HISTORY);
        assertThat(roster.history("w-1")).isEmpty();

        pass(Duration.ofDays(8));
        sweep(CallResult.REFUSED);
        assertThat(roster.absent()).isEmpty();
        assertThat(roster.member("w-3")).isNull();
    }

    @Test
    void theOwnerOfTheKeyIsKeptAsLongAsTheMember() {
        registry.register(new Registration(claims("w-1", 9001), session("lease-1"), true, "", "team \"a\""), proof());
        register(claims("w-2", 9002), session("lease-2"), proof());

        assertThat(roster.members()).extracting(Member::owner).containsExactly("team \"a\"", "");
        assertThat(roster.member("w-1").claims()).isEqualTo(claims("w-1", 9001));

        registry.leave("w-1", proof());
        assertThat(roster.member("w-1").owner()).isEqualTo("team \"a\"");
    }

    private Registered register(Claims claims, Session session, Proof proof) {
        return registry.register(new Registration(claims, session), proof);
    }

    /** One pass in which all who are called give this result. */
    private Leases.Sweep sweep(CallResult result) {
        Map<String, CallResult> calls = new HashMap<>();
        leases.toCall().forEach(callee -> calls.put(callee.claims().id(), result));
        return leases.expire(calls);
    }

    private static void assertRefused(Refusal expected, ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(expected));
    }

    /** From after the second in which the store was born, however long the way to it takes. */
    private Proof proof() {
        return new Proof("demo", "nonce-" + NONCES.incrementAndGet(), now().plusSeconds(10));
    }

    private static Session session(String leaseId) {
        return new Session(leaseId, "demo", ("secret of " + leaseId).getBytes(StandardCharsets.UTF_8));
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
