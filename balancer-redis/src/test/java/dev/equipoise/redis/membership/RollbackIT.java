package dev.equipoise.redis.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.ChangeLog.Head;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.FleetFollower;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.Session;
import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisCommand;
import dev.equipoise.redis.RedisProcess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A store of the same incarnation that forgot the last changes. Here it comes back from an older dump, which is what a
 * replica that takes over without them is, only on the same port and at a moment of our choice.
 */
class RollbackIT {

    private static final Duration WAIT = Duration.ofMillis(200);

    private final AtomicReference<Fleet> fleet = new AtomicReference<>(Fleet.EMPTY);
    private RedisProcess server;
    private RedisClientForTests client;
    private RedisMembership membership;
    private RedisChangeLog log;
    private FleetFollower follower;
    private int nonces;

    @BeforeEach
    void start() {
        server = RedisProcess.server(RedisProcess.freePorts(1)[0]);
        client = new RedisClientForTests(
                Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", String.valueOf(server.port())));
        membership = new RedisMembership(client.template(), LeaseTerms.DEFAULT, new MembershipLimits(100, 1000));
        log = new RedisChangeLog(client.connections());
        follower = new FleetFollower(log, InstantSource.system(), fleet::set);
        membership.expire(Map.of());
        register("w-1");
        register("w-2");
        follower.advance(WAIT);
        RedisCommand.text(server.port(), "SAVE");
    }

    @AfterEach
    void stop() {
        log.close();
        client.close();
        server.close();
    }

    @Test
    void aShorterLogOfTheSameIncarnationIsNoticedAndNobodyKnownIsDropped() {
        register("w-3");
        membership.leave("w-2", proof());
        advanceUntilIds("w-1", "w-3");
        Head before = log.head();

        comeBackFromTheDump();
        advanceUntilIds("w-1", "w-2", "w-3");

        assertThat(log.head().incarnation()).isEqualTo(before.incarnation());
        assertThat(log.head().version()).isLessThan(before.version());
        register("w-3");
        membership.leave("w-2", proof());
        advanceUntilIds("w-1", "w-3");
    }

    @Test
    void otherChangesUnderTheSameVersionsAreNoticed() {
        register("w-3");
        register("w-4");
        advanceUntilIds("w-1", "w-2", "w-3", "w-4");
        Head before = log.head();

        comeBackFromTheDump();
        RedisProcess.await("a write", () -> succeeds(() -> register("w-5")));
        register("w-6");
        assertThat(log.head().version()).isEqualTo(before.version());

        advanceUntilIds("w-1", "w-2", "w-3", "w-4", "w-5", "w-6");
    }

    @Test
    void theHeartbeatOfARegistrationThatWasTakenBackIsToldToRegisterAgain() {
        register("w-3");
        comeBackFromTheDump();
        AtomicReference<Refusal> refusal = new AtomicReference<>();
        RedisProcess.await("an answer to the heartbeat", () -> {
            try {
                return succeeds(() -> membership.renew("w-3", "lease of w-3", LoadReport.NONE, proof()));
            } catch (RefusedException e) {
                refusal.set(e.refusal());
                return true;
            }
        });
        assertThat(refusal.get()).isEqualTo(Refusal.UNKNOWN_LEASE);
    }

    private void comeBackFromTheDump() {
        server.kill();
        server.start();
    }

    private void advanceUntilIds(String... ids) {
        RedisProcess.await(
                "the fleet " + List.of(ids),
                () -> succeeds(() -> follower.advance(WAIT))
                        && fleet.get().workers().stream()
                                .map(Worker::id)
                                .toList()
                                .equals(List.of(ids)));
    }

    private static boolean succeeds(Runnable action) {
        try {
            action.run();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
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
        membership.register(new Registration(claims, new Session("lease-of-" + id, "demo", new byte[32])), proof());
    }

    /** From after the second in which the store was born, however long the way to it takes. */
    private Proof proof() {
        return new Proof("demo", "rollback-" + nonces++, Instant.now().plusSeconds(10));
    }
}
