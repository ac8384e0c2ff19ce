package dev.equipoise.gateway;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.gateway.balancing.HashOn;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import dev.equipoise.gateway.balancing.UnknownPolicyException;
import dev.equipoise.gateway.guards.ConfiguredGuards;
import dev.equipoise.gateway.guards.GuardMetrics;
import dev.equipoise.gateway.guards.ServiceGuards;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Makes the balancer of a service by the service's settings, which default to those of the gateway. */
final class BalancerFactory implements Function<String, ServiceBalancer> {

    private final GatewayProperties gateway;
    private final ServicesProperties services;
    private final ConfiguredGuards guards;
    private final GuardMetrics metrics;

    /** @throws InvalidSettingException if the settings of the gateway cannot be */
    BalancerFactory(
            GatewayProperties gateway, ServicesProperties services, ConfiguredGuards guards, GuardMetrics metrics) {
        this.gateway = gateway;
        this.services = services;
        this.guards = guards;
        this.metrics = metrics;
        // Also where no service uses them: a mistake should show at the start.
        balancer("any", "equipoise.gateway", gateway.policy(), gateway.hashOn());
    }

    /** @throws InvalidSettingException if the settings of this service cannot be */
    @Override
    public ServiceBalancer apply(String service) {
        ServicesProperties.Service own = services.services().get(service);
        String policy = own == null || own.policy() == null ? gateway.policy() : own.policy();
        String hashOn = own == null || own.hashOn() == null ? gateway.hashOn() : own.hashOn();
        ServiceBalancer balancer = balancer(service, "equipoise.services." + service, policy, hashOn);
        metrics.show(service, balancer.guards());
        return balancer;
    }

    private ServiceBalancer balancer(String service, String prefix, String policy, String hashOn) {
        LoadTracker tracker = new PeakEwmaLoadTracker(System::nanoTime);
        ServiceGuards own = guards.of(service, tracker);
        HashOn key = HashOn.parse(hashOn, prefix + ".hash-on");
        try {
            return new ServiceBalancer(policy, tracker, ThreadLocalRandom::current, key, own);
        } catch (UnknownPolicyException e) {
            throw new InvalidSettingException(prefix + ".policy", String.valueOf(e.getMessage()));
        }
    }
}
