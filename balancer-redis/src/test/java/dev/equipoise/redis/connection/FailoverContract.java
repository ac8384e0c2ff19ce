package dev.equipoise.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.FleetFollower;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.Session;
import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisProcess;
import dev.equipoise.redis.membership.MembershipLimits;
import dev.equipoise.redis.membership.RedisChangeLog;
import dev.equipoise.redis.membership.RedisMembership;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What registry and gateway see when a replica takes over. Times are printed and not asserted: machines are noisy. */
abstract class FailoverContract {

    private static final AtomicInteger NONCES = new AtomicInteger();
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final AtomicReference<Fleet> fleet = new AtomicReference<>(Fleet.EMPTY);
    private RedisClientForTests client;
    private PrimaryWatch watch;
    private RedisMembership membership;
    private RedisChangeLog log;
    private FleetFollower follower;

    /** What clients are told. */
    abstract Map<String, String> properties();

    /** The primary that holds the membership, if there is one now, in the eyes of one that is neither dead nor frozen. */
    abstract Optional<RedisProcess> primary();

    /** Waits until replicas are in step and watched. */
    abstract void awaitHealthy();

    @BeforeEach
    void connect() {
        awaitHealthy();
        client = new RedisClientForTests(properties());
        watch = new PrimaryWatch(client.connections());
        watch.start();
        membership = new RedisMembership(client.template(), LeaseTerms.DEFAULT, new MembershipLimits(100, 1000));
        log = new RedisChangeLog(client.connections());
        follower = new FleetFollower(log, InstantSource.system(), fleet::set);
        membership.expire(Map.of());
        register("w-before");
        advanceUntilKnown("w-before");
    }

    @AfterEach
    void disconnect() {
        log.close();
        watch.stop();
        client.close();
    }

    @Test
    void afterTheDeathOfThePrimaryWritesAndTheChangeLogGoOnWithItsSuccessor() {
        RedisProcess old = primary().orElseThrow();
        long died = System.nanoTime();
        old.kill();

        writesAndTheLogGoOn("death", old, died);

        old.start();
        awaitHealthy();
        assertThat(primary()).as("the old one is a replica now").get().isNotSameAs(old);
        register("w-last");
        advanceUntilKnown("w-last");
    }

    @Test
    void aPrimaryThatHangsIsLeft() {
        RedisProcess old = primary().orElseThrow();
        long froze = System.nanoTime();
        old.freeze();
        try {
            writesAndTheLogGoOn("hang", old, froze);
        } finally {
            old.thaw();
        }
        awaitHealthy();
        register("w-last");
        advanceUntilKnown("w-last");
    }

    private void writesAndTheLogGoOn(String what, RedisProcess old, long since) {
        CompletableFuture<Long> promoted = CompletableFuture.supplyAsync(() -> {
            RedisProcess.await(
                    "a new primary", () -> primary().filter(now -> now != old).isPresent());
            return System.nanoTime();
        });
        // Lost or not: a worker whose lease the successor does not know registers again.
        RedisProcess.await(
                "a heartbeat to be taken",
                () -> succeeds(() -> membership.renew("w-before", "lease-of-w-before", LoadReport.NONE, proof())));
        long written = System.nanoTime();
        register("w-after");
        advanceUntilKnown("w-after");
        long followed = System.nanoTime();
        System.out.printf(
                "%s, %s: successor after %d ms, first heartbeat after %d ms, first change followed after %d ms%n",
                getClass().getSimpleName(),
                what,
                millis(since, promoted.join()),
                millis(since, written),
                millis(since, followed));
        assertThat(fleet.get().workers()).extracting(Worker::id).contains("w-before", "w-after");
        assertThat(membership.members())
                .extracting(member -> member.worker().id())
                .contains("w-before", "w-after");
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
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
        membership.register(new Registration(claims, new Session("lease-of-" + id, "demo", new byte[32])), proof());
    }

    /** From after the second in which the store was born, however long the way to it takes. */
    private static Proof proof() {
        return new Proof(
                "demo", "failover-" + NONCES.incrementAndGet(), Instant.now().plusSeconds(10));
    }

    private void advanceUntilKnown(String id) {
        RedisProcess.await(
                "the follower to know " + id,
                () -> succeeds(() -> follower.advance(WAIT)) && fleet.get().find(id) != null);
    }

    private static boolean succeeds(Runnable action) {
        try {
            action.run();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }
}
