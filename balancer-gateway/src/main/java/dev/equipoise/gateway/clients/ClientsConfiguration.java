package dev.equipoise.gateway.clients;

import dev.equipoise.core.registration.Network;
import dev.equipoise.gateway.InvalidSettingException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Watches clients, unless {@code equipoise.clients.mode} is off. */
@Configuration(proxyBeanMethods = false)
@Conditional(ClientsAreWatched.class)
class ClientsConfiguration {

    private static final long NANOS = 1_000_000;

    @Bean
    ClientAddresses clientAddresses(ClientsProperties properties) {
        return new ClientAddresses(
                networks(properties.allowed(), "equipoise.clients.allowed"),
                networks(properties.trustedProxies(), "equipoise.clients.trusted-proxies"));
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

    private static List<Network> networks(List<String> texts, String property) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            try {
                networks.add(Network.parse(text.strip()));
            } catch (IllegalArgumentException e) {
                throw new InvalidSettingException(property, "In " + property + ": " + e.getMessage() + ".");
            }
        }
        return networks;
    }
}
