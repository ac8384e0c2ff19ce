package dev.equipoise.core.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change.Kind;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.FleetFollower;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.registration.Leases.CallResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten thousand random seconds of a fleet: workers die, return, move; heartbeats get lost; gateways lie about everybody.
 * Whoever lives and is heard now and then stays and serves, so the fleet a gateway follows is never empty while anybody
 * lives (promise R17), and no term sees more expiries than the quota.
 */
class NeverEmptyTest {

    private static final int WORKERS = 12;
    private static final int SECONDS = 10_000;
    private static final double LOST = 0.3;
    private static final LeaseTerms TERMS = LeaseTerms.DEFAULT;

    private final InMemoryMembership store =
            new InMemoryMembership(TERMS, WORKERS, Instant.parse("2026-01-01T00:00:00Z"));
    private final Process[] processes = new Process[WORKERS];
    private final Deque<Integer> expiries = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long nonces;

    /** A worker's process, as it really is. */
    private static final class Process {
        final String id;
        boolean alive = true;
        int port;
        String lease = "";
        int next;
        int lastHeard = Integer.MIN_VALUE;

        Process(String id, int port) {
            this.id = id;
            this.port = port;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whoeverLivesServes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AtomicReference<Fleet> fleet = new AtomicReference<>(Fleet.EMPTY);
        FleetFollower follower = new FleetFollower(store, () -> now, fleet::set);
        for (int i = 0; i < WORKERS; i++) {
            processes[i] = new Process("w-" + i, 9000 + i);
        }
        int expired = 0;
        int lies = 0;
        for (int second = 0; second < SECONDS; second++) {
            disturb(random);
            for (Process process : processes) {
                beat(process, second, random);
            }
            lies += lie(random);
            expired += sweep(second);
            now = now.plusSeconds(1);
            store.pass(Duration.ofSeconds(1));
            follower.advance(Duration.ZERO);
            check(second, seed, fleet.get());
        }
        System.out.printf("never empty, seed %d: %d s, %d expired, %d lies%n", seed, SECONDS, expired, lies);
        assertThat(expired).isPositive();
    }

    private void disturb(SplittableRandom random) {
        Process one = processes[random.nextInt(WORKERS)];
        double luck = random.nextDouble();
        if (luck < 0.02) {
            one.alive = false;
        } else if (luck < 0.1 && !one.alive) {
            one.alive = true;
            one.lease = "";
            one.next = 0;
        } else if (luck < 0.105 && one.alive) {
            one.port += 100;
            one.next = 0;
        } else if (luck < 0.1052) {
            // A whole rack.
            for (int i = 0; i < WORKERS / 2; i++) {
                processes[i].alive = false;
            }
        }
    }

    private void beat(Process process, int second, SplittableRandom random) {
        if (!process.alive || second < process.next || random.nextDouble() < LOST) {
            return;
        }
        process.next = second + 5;
        try {
            Member member = store.member(process.id);
            boolean moved = member != null && member.claims().address().getPort() != process.port;
            if (process.lease.isEmpty() || moved) {
                String before = process.lease;
                String lease = process.id + "-" + second;
                Session session = new Session(lease, "demo", new byte[32]);
                store.register(new Registration(claims(process), session, true, before), proof());
                process.lease = lease;
            } else {
                store.renew(process.id, process.lease, LoadReport.NONE, proof());
            }
            process.lastHeard = second;
        } catch (RefusedException e) {
            assertThat(e.refusal()).isIn(Refusal.UNKNOWN_LEASE, Refusal.ADDRESS_CONFLICT);
            if (e.refusal() == Refusal.UNKNOWN_LEASE) {
                process.lease = "";
            }
            process.next = second + 1;
        }
    }

    /** Gateways doubt whomever they like. */
    private int lie(SplittableRandom random) {
        Member victim = store.member("w-" + random.nextInt(WORKERS));
        if (victim == null || victim.why().status() == Kind.EXPIRED.status()) {
            return 0;
        }
        String witness = "g-" + random.nextInt(5);
        store.doubt(victim.claims().id(), victim.worker().epoch(), Kind.REFUSING, witness, proof());
        return 1;
    }

    private int sweep(int second) {
        Map<String, CallResult> calls = new HashMap<>();
        store.toCall().forEach(callee -> {
            Process process = processes[Integer.parseInt(callee.claims().id().substring(2))];
            boolean there =
                    process.alive && process.port == callee.claims().address().getPort();
            calls.put(process.id, there ? CallResult.ANSWERED : CallResult.REFUSED);
        });
        int members = store.members().size();
        int out = store.expire(calls).out().size();
        for (int i = 0; i < out; i++) {
            expiries.add(second);
        }
        expiries.removeIf(at -> at < second - TERMS.term().toSeconds());
        // A window may begin with the last expiry of the one before.
        assertThat(expiries.size()).isLessThanOrEqualTo(2 * Eviction.quota(members + expiries.size()));
        return out;
    }

    private void check(int second, long seed, Fleet fleet) {
        for (Process process : processes) {
            boolean heard = process.lastHeard
                    > second - TERMS.term().plus(TERMS.grace()).toSeconds();
            Member member = store.member(process.id);
            if (process.alive
                    && heard
                    && !process.lease.isEmpty()
                    && member != null
                    && member.claims().address().getPort() == process.port) {
                Worker worker = fleet.find(process.id);
                assertThat(worker)
                        .as("%s in second %d, seed %d: %s", process.id, second, seed, store.history(process.id))
                        .isNotNull();
                assertThat(worker.serves()).isTrue();
            }
        }
    }

    private Claims claims(Process process) {
        return new Claims(
                process.id,
                URI.create("http://127.0.0.1:" + process.port),
                Set.of("default"),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                Map.of());
    }

    private Proof proof() {
        return new Proof("demo", "nonce-" + nonces++, now.plusSeconds(1));
    }
}
