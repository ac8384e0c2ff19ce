package dev.equipoise.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Registration;
import dev.equipoise.core.registration.Session;
import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.redis.RedisForTests;
import dev.equipoise.redis.membership.MembershipLimits;
import dev.equipoise.redis.membership.RedisMembership;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A gateway that follows the change log in a real Redis. */
class FleetIT {

    private final RedisForTests redis = new RedisForTests();
    private final RedisMembership membership = new RedisMembership(
            new StringRedisTemplate(redis.connections()), LeaseTerms.DEFAULT, new MembershipLimits(100, 1000));
    private final WorkerForTests worker = new WorkerForTests("one");
    private GatewayForTests gateway;

    @BeforeEach
    void start() {
        gateway = new GatewayForTests(
                GatewayApplication.class,
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redis.port());
    }

    @AfterEach
    void stop() {
        gateway.close();
        worker.close();
        redis.close();
    }

    @Test
    void theFleetIsWhatTheRegistryWroteFromTheFirstWorkerToTheLast() throws Exception {
        RoutingIT.assertProblem(gateway.get("/"), 503, "no-worker");
        assertThat(gateway.get("/workers").body()).isEqualTo("[]");

        register("w-1", "default");
        awaitWorkers(1);
        assertThat(gateway.get("/").body()).isEqualTo("one: ");
        assertThat(gateway.get("/").headers().firstValue("Equipoise-Worker")).hasValue("w-1");

        membership.drain("w-1", proof());
        awaitWorkers(0);
        RoutingIT.assertProblem(gateway.get("/"), 503, "no-worker");

        register("w-2", "another-service");
        awaitWorkers(1);
        RoutingIT.assertProblem(gateway.get("/"), 503, "no-worker");
    }

    private void register(String id, String service) {
        Claims claims = new Claims(
                id,
                URI.create("http://" + worker.hostAndPort()),
                Set.of(service),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                Map.of());
        membership.register(new Registration(claims, new Session("lease", "test", new byte[32])), proof());
    }

    /** From after the second in which the store was born, however long the way to it takes. */
    private static Proof proof() {
        return new Proof("test", UUID.randomUUID().toString(), Instant.now().plusSeconds(10));
    }

    private void awaitWorkers(int count) {
        ServiceBalancers balancers = gateway.bean(ServiceBalancers.class);
        RoutingIT.await(count + " eligible workers", () -> balancers.eligible().size() == count);
    }
}
