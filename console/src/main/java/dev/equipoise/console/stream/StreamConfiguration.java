package dev.equipoise.console.stream;

import dev.equipoise.console.ConsoleProperties;
import dev.equipoise.console.ask.Services;
import dev.equipoise.console.fleet.FleetWatch;
import dev.equipoise.console.happening.Happenings;
import dev.equipoise.console.happening.RegistryEvents;
import dev.equipoise.console.traffic.TrafficHistory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the watch going. */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    @Bean
    Broadcast broadcast(ConsoleProperties properties, MeterRegistry meters) {
        Broadcast broadcast = new Broadcast(properties.maxSubscribers());
        Gauge.builder("equipoise.console.subscribers", broadcast, Broadcast::subscribers)
                .description("Browsers that watch")
                .register(meters);
        return broadcast;
    }

    @Bean
    Watch watch(
            Services services,
            FleetWatch fleet,
            TrafficHistory traffic,
            Happenings happenings,
            Broadcast broadcast,
            ConsoleProperties properties) {
        return new Watch(
                services, fleet, traffic, happenings, broadcast, InstantSource.system(), properties.interval());
    }

    @Bean
    WatchThreads watchThreads(
            Watch watch, Services services, Happenings happenings, Broadcast broadcast, ConsoleProperties properties) {
        RegistryEvents events =
                new RegistryEvents(services.registries(), happenings, watch::wake, properties.silence());
        return new WatchThreads(watch, events, broadcast);
    }
}
