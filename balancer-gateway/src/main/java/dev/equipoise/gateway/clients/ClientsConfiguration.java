package dev.equipoise.gateway.clients;

import dev.equipoise.gateway.forwarded.Networks;
import dev.equipoise.gateway.forwarded.TrustedProxies;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Watches clients, unless {@code equipoise.clients.mode} is off. */
@Configuration(proxyBeanMethods = false)
@Conditional(ClientsAreWatched.class)
class ClientsConfiguration {

    private static final long NANOS = 1_000_000;

    @Bean
    ClientAddresses clientAddresses(ClientsProperties properties, TrustedProxies proxies) {
        return new ClientAddresses(Networks.parse(properties.allowed(), "equipoise.clients.allowed"), proxies);
    }

    @Bean
    ClientWatch clientWatch(ClientsProperties properties, MeterRegistry meters) {
        return new ClientWatch(properties, meters, () -> System.nanoTime() / NANOS);
    }

    @Bean
    ClientGate clientGate(
            ClientsProperties properties, ClientAddresses addresses, ClientWatch watch, MeterRegistry meters) {
        return new ClientGate(properties, addresses, watch, meters);
    }

    @Bean
    ClientFilter clientFilter(ClientAddresses addresses, ClientGate gate) {
        return new ClientFilter(addresses, gate);
    }
}
