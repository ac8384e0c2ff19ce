package dev.equipoise.gateway;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.FleetFollower;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.gateway.balancing.HashOn;
import dev.equipoise.gateway.balancing.RefusalProbe;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.fleet.FleetFeed;
import dev.equipoise.gateway.fleet.FleetHealth;
import dev.equipoise.gateway.fleet.FollowsRegistry;
import dev.equipoise.gateway.fleet.StaticFleet;
import dev.equipoise.redis.connection.RedisClientConfiguration;
import dev.equipoise.redis.membership.RedisChangeLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** The one place where the gateway meets real time, chance and the store. */
@Configuration(proxyBeanMethods = false)
@Import(RedisClientConfiguration.class)
class GatewayConfiguration {

    @Bean
    ServiceBalancers serviceBalancers(GatewayProperties gateway, ServicesProperties services, MeterRegistry meters) {
        balancer("equipoise.gateway", gateway.policy(), gateway.hashOn());
        services.services().forEach((name, service) -> balancer(gateway, services, name));
        ServiceBalancers balancers = new ServiceBalancers(name -> balancer(gateway, services, name));
        if (!gateway.staticWorkers().isEmpty()) {
            balancers.accept(StaticFleet.of(gateway.staticWorkers()));
        }
        Gauge.builder("equipoise.gateway.workers", balancers, b -> b.fleet().size())
                .description("Workers known to the gateway")
                .register(meters);
        Gauge.builder(
                        "equipoise.gateway.workers.eligible",
                        balancers,
                        b -> b.eligible().size())
                .description("Workers that may get traffic")
                .register(meters);
        return balancers;
    }

    @Bean
    RefusalProbe refusalProbe(ServiceBalancers balancers) {
        return new RefusalProbe(balancers);
    }

    @Bean
    @Conditional(FollowsRegistry.class)
    RedisChangeLog changeLog(RedisConnectionFactory connections) {
        return new RedisChangeLog(connections);
    }

    @Bean
    @Conditional(FollowsRegistry.class)
    FleetFeed fleetFeed(RedisChangeLog log, ServiceBalancers balancers) {
        InstantSource clock = InstantSource.system();
        return new FleetFeed(new FleetFollower(log, clock, balancers::accept), clock);
    }

    @Bean
    FleetHealth fleetHealthIndicator(ServiceBalancers balancers, ObjectProvider<FleetFeed> feed) {
        return new FleetHealth(balancers, feed.getIfAvailable());
    }

    private static ServiceBalancer balancer(GatewayProperties gateway, ServicesProperties services, String name) {
        ServicesProperties.Service own = services.services().get(name);
        String policy = own == null || own.policy() == null ? gateway.policy() : own.policy();
        String hashOn = own == null || own.hashOn() == null ? gateway.hashOn() : own.hashOn();
        return balancer("equipoise.services." + name, policy, hashOn);
    }

    private static ServiceBalancer balancer(String prefix, String policy, String hashOn) {
        LoadTracker tracker = new PeakEwmaLoadTracker(System::nanoTime);
        try {
            return new ServiceBalancer(
                    LoadBalancingPolicies.byName(policy, tracker, ThreadLocalRandom::current),
                    tracker,
                    HashOn.parse(hashOn, prefix + ".hash-on"));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(prefix + ".policy", String.valueOf(e.getMessage()));
        }
    }
}
