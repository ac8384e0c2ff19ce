package dev.equipoise.gateway.reputation;

import com.sun.management.OperatingSystemMXBean;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.gateway.GatewayProperties;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.registry.GatewayKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/** The gateway's side of reputation. Standings are followed where there is a store of them ({@link Standings}). */
@Configuration(proxyBeanMethods = false)
class ReputationConfiguration {

    @Bean
    FollowedStandings followedStandings(MeterRegistry meters) {
        FollowedStandings standings = new FollowedStandings();
        StandingMetrics.show(standings, meters);
        return standings;
    }

    @Bean
    SmartLifecycle standingFeed(
            ReputationProperties properties,
            ObjectProvider<Standings> store,
            FollowedStandings followed,
            ServiceBalancers balancers) {
        Standings standings = store.getIfAvailable();
        return standings == null || properties.mode() == ReputationProperties.Mode.OFF
                ? new NothingToFollow()
                : new StandingFeed(standings, followed, balancers::reconsider, InstantSource.system());
    }

    @Bean
    @ConditionalOnProperty({"equipoise.gateway.reputation", "equipoise.gateway.key"})
    Sightings sightings() {
        return new Sightings();
    }

    @Bean
    @ConditionalOnProperty({"equipoise.gateway.reputation", "equipoise.gateway.key"})
    ObservationReports observationReports(
            GatewayProperties gateway, Sightings sightings, ReactorResourceFactory resources) {
        InstantSource clock = InstantSource.system();
        Iterable<EventExecutor> loops = resources.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE);
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new ObservationReports(
                Objects.requireNonNull(gateway.reputation()),
                new RequestSigner(
                        GatewayKey.in(Objects.requireNonNull(gateway.key()), gateway.keyId()),
                        clock,
                        () -> UUID.randomUUID().toString()),
                sightings,
                new LocalHealth(loops, machine::getCpuLoad, System::nanoTime),
                clock);
    }
}
