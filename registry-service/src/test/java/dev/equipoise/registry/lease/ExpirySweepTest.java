package dev.equipoise.registry.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.InMemoryMembership;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.Leases.CallResult;
import dev.equipoise.core.registration.Leases.Callee;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.Session;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ExpirySweepTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<CallResult> result = new AtomicReference<>(CallResult.SILENT);
    private final List<String> called = new ArrayList<>();
    private final InMemoryMembership store = new InMemoryMembership(LeaseTerms.DEFAULT, 10, START);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = START;

    @Test
    void neitherAnAbsentStoreNorABugEndsTheSchedule() throws Exception {
        CountDownLatch after = new CountDownLatch(3);
        ExpirySweep sweep = new ExpirySweep(
                new FailingLeases(() -> {
                    after.countDown();
                    throw after.getCount() == 1
                            ? new IllegalStateException("a bug")
                            : new StoreUnavailableException("away", new IllegalStateException());
                }),
                round(),
                new LeaseMetrics(meters),
                Duration.ofMillis(1));

        sweep.start();
        assertThat(after.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sweep.isRunning()).isTrue();
        sweep.stop();
        assertThat(sweep.isRunning()).isFalse();
    }

    @Test
    void whoIsStartingIsCalledOnceASecondUntilItAnswers() {
        ExpirySweep sweep = new ExpirySweep(store, round(), new LeaseMetrics(meters), Duration.ofSeconds(1));
        register("w-1", false);

        sweep.sweep();
        sweep.sweep();
        assertThat(called).containsExactly("w-1");
        assertThat(status("w-1")).isEqualTo(WorkerStatus.STARTING);
        result.set(CallResult.ANSWERED);
        pass(1);
        sweep.sweep();
        assertThat(called).containsExactly("w-1", "w-1");
        assertThat(status("w-1")).isEqualTo(WorkerStatus.UP);
        pass(1);
        sweep.sweep();
        assertThat(called).hasSize(2);
    }

    @Test
    void whoIsSilentIsCalledThenDoubtedThenOut() {
        ExpirySweep sweep = new ExpirySweep(store, round(), new LeaseMetrics(meters), Duration.ofSeconds(1));
        register("w-1", true);
        for (int second = 0; second < 14; second++) {
            pass(1);
            sweep.sweep();
        }
        assertThat(called).isNotEmpty();
        assertThat(status("w-1")).isEqualTo(WorkerStatus.SUSPECT);
        pass(1);
        sweep.sweep();
        assertThat(store.members()).isEmpty();
        assertThat(store.member("w-1").why()).isEqualTo(Change.Kind.EXPIRED);
        assertThat(meters.get("equipoise.registry.expired").counter().count()).isOne();
    }

    @Test
    void aMassOfSilentWorkersIsKeptAndTheMetricsSaySo() {
        ExpirySweep sweep = new ExpirySweep(store, round(), new LeaseMetrics(meters), Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            register("w-" + i, true);
        }
        for (int second = 0; second < 60; second++) {
            pass(1);
            sweep.sweep();
        }
        assertThat(store.members()).hasSize(5);
        assertThat(meters.get("equipoise.registry.preserving").gauge().value()).isOne();
        assertThat(meters.get("equipoise.registry.overdue").gauge().value()).isEqualTo(5);

        result.set(CallResult.ANSWERED);
        pass(1);
        for (int i = 0; i < 5; i++) {
            store.renew("w-" + i, "lease-w-" + i, LoadReport.NONE, null);
        }
        pass(1);
        sweep.sweep();
        assertThat(meters.get("equipoise.registry.preserving").gauge().value()).isZero();
    }

    private CallRound round() {
        InstantSource clock = () -> now;
        return new CallRound(this::call, Duration.ofSeconds(1), clock);
    }

    private CallResult call(Callee callee) {
        synchronized (called) {
            called.add(callee.claims().id());
        }
        return result.get();
    }

    private WorkerStatus status(String id) {
        return store.member(id).worker().status();
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
        store.pass(Duration.ofSeconds(seconds));
    }

    private void register(String id, boolean answered) {
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
        store.register(
                new Registration(claims, new Session("lease-" + id, "demo", new byte[32]), answered, ""),
                new Proof("demo", id, now.plusSeconds(1)));
    }

    /** Leases that fail when asked whom to call. */
    private record FailingLeases(Supplier<List<Callee>> answer) implements Leases {

        @Override
        public void drain(String workerId) {
            throw new AssertionError("a sweep drains nobody");
        }

        @Override
        public List<Callee> toCall() {
            return answer.get();
        }

        @Override
        public Session session(String workerId) {
            throw new AssertionError("a sweep asks for no session");
        }

        @Override
        public void renew(String workerId, String leaseId, LoadReport load, Proof proof) {
            throw new AssertionError("a sweep renews nothing");
        }

        @Override
        public void doubt(String workerId, long epoch, Change.Kind why, String witness, Proof proof) {
            throw new AssertionError("a sweep is no witness");
        }

        @Override
        public void answered(String workerId, long epoch) {
            throw new AssertionError("nobody was called");
        }

        @Override
        public Sweep expire(Map<String, CallResult> calls) {
            throw new AssertionError("nothing to expire");
        }

        @Override
        public List<String> revoke(String keyId) {
            throw new AssertionError("a sweep revokes nothing");
        }

        @Override
        public void revoke(String workerId, String leaseId) {
            throw new AssertionError("a sweep revokes nothing");
        }

        @Override
        public boolean release(String workerId) {
            throw new AssertionError("a sweep releases nobody");
        }
    }
}
