package dev.equipoise.gateway.routing;

import dev.equipoise.gateway.GatewayProperties;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.forward.Outcomes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

/** How requests travel: our load balancer for every service, our filter around every balanced route. */
@Configuration(proxyBeanMethods = false)
@LoadBalancerClients(defaultConfiguration = WorkerLoadBalancerConfiguration.class)
class RoutingConfiguration {

    private static final String REGISTRATION_PATH = "/register-worker";

    @Bean
    BalancedRequestFilter balancedRequestFilter(
            ServiceBalancers balancers,
            GatewayProperties properties,
            ExplainedPicks explained,
            ObjectProvider<Outcomes> outcomes,
            MeterRegistry meters) {
        return new BalancedRequestFilter(
                balancers, properties, explained, outcomes.getIfAvailable(() -> (worker, outcome) -> {}), meters);
    }

    /** The client's own retry does not ask whether a request may be sent twice. */
    @Bean
    HttpClientCustomizer noRetryOfItsOwn() {
        return client -> client.disableRetry(true);
    }

    @Bean
    HttpClientCustomizer framingFaults() {
        return client -> client.doOnChannelInit((observer, channel, address) -> FramingFaults.watch(channel));
    }

    /** Before the catch-all route. The registry checks the signature, so nothing of the request may be changed. */
    @Bean
    @ConditionalOnProperty("equipoise.gateway.registry-url")
    RouteDefinitionLocator registrationRoute(GatewayProperties properties) {
        RouteDefinition route = new RouteDefinition();
        route.setId("register-worker");
        route.setOrder(-1);
        route.setPredicates(
                List.of(new PredicateDefinition("Path=" + REGISTRATION_PATH), new PredicateDefinition("Method=POST")));
        route.setUri(Objects.requireNonNull(properties.registryUrl()));
        return () -> Flux.just(route);
    }
}
