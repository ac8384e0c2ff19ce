package dev.equipoise.gateway;

import dev.equipoise.core.membership.FleetFollower;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.GuardTick;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.fleet.FleetFeed;
import dev.equipoise.gateway.fleet.FleetHealth;
import dev.equipoise.gateway.fleet.FollowsRegistry;
import dev.equipoise.gateway.fleet.StaticFleet;
import dev.equipoise.gateway.guards.ConfiguredGuards;
import dev.equipoise.gateway.guards.GuardMetrics;
import dev.equipoise.gateway.registry.GatewayKey;
import dev.equipoise.gateway.registry.RefusalReports;
import dev.equipoise.gateway.reputation.FollowedStandings;
import dev.equipoise.gateway.reputation.ReputationProperties;
import dev.equipoise.gateway.services.ConfiguredServices;
import dev.equipoise.gateway.shutdown.ConnectionDrain;
import dev.equipoise.gateway.shutdown.DrainedWorkers;
import dev.equipoise.gateway.shutdown.InFlight;
import dev.equipoise.gateway.shutdown.LongLived;
import dev.equipoise.redis.connection.PrimaryWatch;
import dev.equipoise.redis.connection.RedisClientConfiguration;
import dev.equipoise.redis.membership.RedisChangeLog;
import dev.equipoise.redis.reputation.RedisStandings;
import dev.equipoise.redis.reputation.ReputationLimits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The one place where the gateway meets real time, chance and the store. */
@Configuration(proxyBeanMethods = false)
@Import(RedisClientConfiguration.class)
class GatewayConfiguration {

    @Bean
    ConfiguredGuards configuredGuards(
            GuardsProperties properties,
            Environment environment,
            ReputationProperties reputation,
            ObjectProvider<Standings> store,
            FollowedStandings standings) {
        boolean acting = reputation.mode() == ReputationProperties.Mode.ON && store.getIfAvailable() != null;
        return new ConfiguredGuards(
                properties, () -> ownName(environment), System::nanoTime, acting ? standings : null);
    }

    @Bean
    GuardMetrics guardMetrics(MeterRegistry meters) {
        return new GuardMetrics(meters);
    }

    @Bean
    ServiceBalancers serviceBalancers(
            GatewayProperties gateway,
            ConfiguredServices services,
            ConfiguredGuards guards,
            GuardMetrics metrics,
            MeterRegistry meters) {
        ServiceBalancers balancers = new ServiceBalancers(new BalancerFactory(services, guards, metrics));
        services.names().forEach(balancers::of);
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
    ExplainedPicks explainedPicks(GatewayProperties gateway) {
        return new ExplainedPicks(gateway.explainSample(), ThreadLocalRandom::current, InstantSource.system());
    }

    @Bean
    @ConditionalOnProperty({"equipoise.gateway.registry-url", "equipoise.gateway.key"})
    RefusalReports refusalReports(GatewayProperties gateway) {
        SigningKey key = GatewayKey.in(Objects.requireNonNull(gateway.key()), gateway.keyId());
        InstantSource clock = InstantSource.system();
        return new RefusalReports(
                Objects.requireNonNull(gateway.registryUrl()),
                new RequestSigner(key, clock, () -> UUID.randomUUID().toString()),
                clock);
    }

    @Bean
    InFlight inFlight() {
        return new InFlight();
    }

    @Bean
    LongLived longLived() {
        return new LongLived();
    }

    @Bean
    DrainedWorkers drainedWorkers(LongLived longLived, ServiceBalancers balancers) {
        return new DrainedWorkers(longLived, balancers::fleet);
    }

    @Bean
    ConnectionDrain connectionDrain(GatewayProperties gateway, InFlight inFlight, LongLived longLived) {
        return new ConnectionDrain(gateway.drain(), inFlight, longLived);
    }

    @Bean
    GuardTick guardTick(ServiceBalancers balancers) {
        return new GuardTick(balancers);
    }

    @Bean
    @Conditional(FollowsRegistry.class)
    RedisChangeLog changeLog(RedisConnectionFactory connections) {
        return new RedisChangeLog(connections);
    }

    @Bean
    @Conditional(FollowsRegistry.class)
    RedisStandings standings(RedisConnectionFactory connections) {
        return new RedisStandings(connections, ReputationLimits.DEFAULT);
    }

    @Bean
    @Conditional(FollowsRegistry.class)
    PrimaryWatch primaryWatch(LettuceConnectionFactory connections) {
        return new PrimaryWatch(connections);
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

    /** Told apart by host and port: stable over restarts, different on each machine. */
    private static String ownName(Environment environment) {
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + environment.getProperty("server.port", "8080");
        } catch (UnknownHostException e) {
            throw new InvalidSettingException(
                    "equipoise.guards.subsetting.name",
                    "This machine has no name: give the gateway one with equipoise.guards.subsetting.name.");
        }
    }
}
