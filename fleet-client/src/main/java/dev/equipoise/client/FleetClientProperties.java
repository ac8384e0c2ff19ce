package dev.equipoise.client;

import dev.equipoise.core.policy.LoadBalancingPolicies;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an application becomes a client of the fleet. The first property is enough, and a worker does not need even that.
 *
 * @param registryUrl base URL of the registry; several, separated by commas, are tried in turn. By default
 *     {@code equipoise.worker.registry-url}
 * @param enabled whether to be a client at all; by default if a registry is known
 * @param refreshInterval pause between two reads of the list of workers; 100 ms to 10 min
 * @param policy how to choose among the workers of a service
 * @param hashHeader name of the request header that hashing policies hash; empty: requests have no key
 * @param loadBalancer of the clients that are {@code @LoadBalanced}
 */
@ConfigurationProperties("equipoise.client")
public record FleetClientProperties(
        @DefaultValue List<URI> registryUrl,
        @Nullable Boolean enabled,
        @DefaultValue("5s") Duration refreshInterval,
        @DefaultValue(LoadBalancingPolicies.DEFAULT) String policy,
        @DefaultValue("") String hashHeader,
        @DefaultValue LoadBalancerProperties loadBalancer) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public FleetClientProperties {
        registryUrl = List.copyOf(registryUrl);
        if (refreshInterval.compareTo(SHORTEST) < 0 || refreshInterval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("equipoise.client.refresh-interval must be from 100ms to 10m");
        }
    }

    /**
     * The load balancer of the clients that are {@code @LoadBalanced}.
     *
     * @param enabled false: Spring Cloud's own chooses, over the discovery client
     */
    public record LoadBalancerProperties(
            @DefaultValue("true") boolean enabled) {}
}
