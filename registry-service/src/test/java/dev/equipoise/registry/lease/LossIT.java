package dev.equipoise.registry.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change.Kind;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.Eviction;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.registry.RegistryForTests;
import dev.equipoise.starter.registration.Pace;
import dev.equipoise.starter.registration.RegistryClient;
import dev.equipoise.starter.registration.SocketHeartbeats;
import dev.equipoise.starter.registration.WorkerMembership;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heartbeats that get lost between workers and registry (promise R10). Time runs ten times faster than by default: a
 * heartbeat every 500 ms, a lease of 1.5 s.
 */
class LossIT {

    private static final long SEED = 20261121;
    private static final int WORKERS = 20;
    private static final Duration MINUTE = Duration.ofSeconds(6);

    @TempDir
    private Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<WorkerMembership> members = new ArrayList<>();
    private final List<ServerSocket> workers = new ArrayList<>();
    private RegistryForTests registry;
    private DroppingProxy proxy;

    @BeforeEach
    void start() throws Exception {
        registry = new RegistryForTests(
                directory,
                "--equipoise.registry.heartbeat=500ms",
                "--equipoise.registry.lease=1500ms",
                "--equipoise.registry.sweep-interval=50ms",
                "--equipoise.registry.call-workers=true");
        proxy = new DroppingProxy(registry.uri(""), SEED);
    }

    @AfterEach
    void stop() throws Exception {
        members.forEach(WorkerMembership::leave);
        for (ServerSocket worker : workers) {
            worker.close();
        }
        proxy.close();
        registry.close();
    }

    @Test
    void threeHeartbeatsOfTenLostExpireNobody() throws Exception {
        for (int i = 1; i <= WORKERS; i++) {
            join("demo-" + i, false);
        }
        await().until(() -> roster().members().size() == WORKERS);
        proxy.dropping(id -> 0.3);

        observe(MINUTE);

        long expired = facts(Kind.EXPIRED);
        System.out.printf(
                "30 %% of heartbeats dropped, seed %d: %d of %d dropped, %d times doubted, %d expired%n",
                SEED, proxy.dropped(), proxy.seen(), facts(Kind.UNHEARD), expired);
        assertThat(proxy.dropped()).isGreaterThan(proxy.seen() / 5);
        assertThat(expired).isZero();
        assertThat(roster().members()).hasSize(WORKERS);
    }

    @Test
    void halfTheFleetCutOffLosesNoMoreThanTheQuotaAndComesBack() throws Exception {
        for (int i = 1; i <= WORKERS; i++) {
            join("demo-" + i, false);
        }
        await().until(() -> roster().members().size() == WORKERS);
        // Cut off from the registry altogether: neither heard nor reachable.
        Set<String> lost = Set.of(
                "demo-1", "demo-2", "demo-3", "demo-4", "demo-5", "demo-6", "demo-7", "demo-8", "demo-9", "demo-10");
        proxy.dropping(id -> lost.contains(id) ? 1 : 0);

        observe(MINUTE);

        long expired = facts(Kind.EXPIRED);
        int passes = (int) (MINUTE.toMillis() / 1500) + 1;
        System.out.printf(
                "half the fleet cut off, seed %d: %d expired in %d terms, quota %d a term%n",
                SEED, expired, passes, Eviction.quota(WORKERS));
        // The registry reaches them, so that they stay at first; when their grace is over, the quota and the mass hold.
        assertThat(expired).isLessThanOrEqualTo((long) Eviction.quota(WORKERS) * passes);
        assertThat(roster().members().size()).isGreaterThan(WORKERS / 2);

        proxy.dropping(id -> 0);
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> roster().members().stream()
                                .filter(member -> member.worker().serves() && member.why() != Kind.UNHEARD)
                                .count()
                        == WORKERS);
    }

    @Test
    void aBrokenSessionIsAnEarlySuspicionAndNoDeath() throws Exception {
        join("demo-1", true);
        await().until(() -> roster().member("demo-1") != null && proxy.seen() > 0);
        await().until(() -> registry.bean(Roster.class).member("demo-1").load().inFlight() == 7);
        await("only who serves can be doubted")
                .until(() -> roster().members().get(0).worker().status() == WorkerStatus.UP);

        proxy.cutSessions();

        await().until(() -> roster().history("demo-1").stream()
                .map(entry -> entry.kind())
                .toList()
                .containsAll(List.of(Kind.DISCONNECTED, Kind.HEARD)));
        assertThat(facts(Kind.EXPIRED)).isZero();
        assertThat(proxy.sessions()).as("opened anew").isGreaterThanOrEqualTo(2);
    }

    private void join(String id, boolean overSession) throws Exception {
        ServerSocket worker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        workers.add(worker);
        Claims claims = new Claims(
                id,
                URI.create("http://127.0.0.1:" + worker.getLocalPort()),
                Set.of("default"),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                Map.of());
        RegistryClient client = RegistryClient.of(List.of(proxy.url()), registry.demo);
        Pace pace = new Pace(
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                random.split(),
                InstantSource.system());
        WorkerMembership member = new WorkerMembership(
                client,
                overSession ? new SocketHeartbeats(client) : client::beat,
                () -> claims,
                () -> new LoadReport(0, 0, 0, 0, 7, 0),
                pace);
        members.add(member);
        member.start();
    }

    /** Lets time pass: what must not happen has time to happen. */
    private void observe(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(20)).until(() -> System.nanoTime() >= end);
    }

    private Roster roster() {
        return registry.bean(Roster.class);
    }

    private long facts(Kind kind) {
        List<Member> all = new ArrayList<>(roster().members());
        all.addAll(roster().absent());
        return all.stream()
                .flatMap(member -> roster().history(member.claims().id()).stream())
                .filter(entry -> entry.kind() == kind)
                .count();
    }
}
