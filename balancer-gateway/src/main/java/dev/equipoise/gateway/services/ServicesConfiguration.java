package dev.equipoise.gateway.services;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.gateway.GuardsProperties;
import dev.equipoise.gateway.affinity.ConfiguredSessions;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.ServiceObserver;
import dev.equipoise.gateway.guards.GuardMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class ServicesConfiguration {

    @Bean
    ConfiguredServices configuredServices(
            Environment environment, ConfiguredSessions sessions, GuardsProperties guards) {
        double factor = guards.concurrencyLimit().factor();
        boolean limited = factor > 0;
        return new ConfiguredServices(
                new ConfigurationReader(environment, sessions, new WorkerLimit(limited ? factor : 1, 0), limited));
    }

    @Bean
    ServiceObserver.OfEach serviceMeters(MeterRegistry meters) {
        return new ServiceMeters(meters);
    }

    @Bean
    Reload reload(
            ConfiguredServices configured, ServiceBalancers balancers, Forwarder forwarder, GuardMetrics metrics) {
        return new Reload(configured, balancers, forwarder, metrics);
    }
}
