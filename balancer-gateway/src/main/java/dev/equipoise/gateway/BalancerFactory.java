package dev.equipoise.gateway;

import dev.equipoise.core.guard.ConcurrencyLimit;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.guards.ConfiguredGuards;
import dev.equipoise.gateway.guards.GuardMetrics;
import dev.equipoise.gateway.guards.ServiceGuards;
import dev.equipoise.gateway.services.ConfiguredServices;
import dev.equipoise.gateway.services.ServiceConfiguration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Makes the balancer of a service by the service's settings, which default to those of the gateway. */
final class BalancerFactory implements Function<String, ServiceBalancer> {

    private final ConfiguredServices services;
    private final ConfiguredGuards guards;
    private final GuardMetrics metrics;

    BalancerFactory(ConfiguredServices services, ConfiguredGuards guards, GuardMetrics metrics) {
        this.services = services;
        this.guards = guards;
        this.metrics = metrics;
    }

    @Override
    public ServiceBalancer apply(String service) {
        ServiceConfiguration own = services.of(service);
        LoadTracker tracker = new PeakEwmaLoadTracker(System::nanoTime);
        ConcurrencyLimit limit = new ConcurrencyLimit(tracker, own.limit());
        ServiceGuards between = guards.of(service, tracker, limit);
        metrics.show(service, between);
        return new ServiceBalancer(own.policy(), tracker, ThreadLocalRandom::current, own.hashOn(), between, limit);
    }
}
