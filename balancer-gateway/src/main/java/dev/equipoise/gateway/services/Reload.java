package dev.equipoise.gateway.services;

import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.guards.GuardMetrics;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;

/**
 * Takes changed settings of services over while requests run: those that begin from then on go by them. No connection ends and no route is
 * read again for it. All are taken over, or none: where one cannot be, whoever asked hears which.
 */
final class Reload implements ApplicationListener<EnvironmentChangeEvent> {

    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private final ConfiguredServices configured;
    private final ServiceBalancers balancers;
    private final Forwarder forwarder;
    private final GuardMetrics metrics;

    Reload(ConfiguredServices configured, ServiceBalancers balancers, Forwarder forwarder, GuardMetrics metrics) {
        this.configured = configured;
        this.balancers = balancers;
        this.forwarder = forwarder;
        this.metrics = metrics;
    }

    @Override
    public void onApplicationEvent(EnvironmentChangeEvent event) {
        if (event.getKeys().stream()
                .anyMatch(key -> key.startsWith("equipoise.") || key.contains("response-timeout"))) {
            reload();
        }
    }

    synchronized void reload() {
        Map<String, String> policies = new HashMap<>();
        balancers.names().forEach(name -> policies.put(name, configured.of(name).policy()));
        configured.read();
        policies.forEach((name, before) -> {
            ServiceConfiguration now = configured.of(name);
            // A policy that an operator switched to stays, unless another one is configured than before.
            if (!now.policy().equals(before)) {
                balancers.switchPolicy(name, now.policy());
            }
            balancers.change(name, now.hashOn(), now.limit());
            metrics.show(name, balancers.existing(name).guards());
        });
        forwarder.settingsChanged();
        log.info("The settings of services were read again: {}", configured.names());
    }
}
