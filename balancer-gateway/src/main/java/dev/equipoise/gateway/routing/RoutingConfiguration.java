package dev.equipoise.gateway.routing;

import dev.equipoise.gateway.GatewayProperties;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forwarded.ForwardedHeaders;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

/** Spring's lane: requests to services go to the forwarder, those to other addresses are sent by Spring Cloud Gateway. */
@Configuration(proxyBeanMethods = false)
@LoadBalancerClients(defaultConfiguration = WorkerLoadBalancerConfiguration.class)
class RoutingConfiguration {

    private static final String REGISTRATION_PATH = "/register-worker";

    /** Another filter at its place would leave open which of the two comes first. */
    @Bean
    static BeanPostProcessor exactUrls() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean.getClass() == RouteToRequestUrlFilter.class ? new ExactUrlFilter() : bean;
            }
        };
    }

    @Bean
    ServiceUrlFilter serviceUrlFilter() {
        return new ServiceUrlFilter();
    }

    @Bean
    ForwardingFilter forwardingFilter(
            Forwarder forwarder,
            ForwardedHeaders forwardedHeaders,
            ObjectProvider<List<HttpHeadersFilter>> headersFilters) {
        return new ForwardingFilter(forwarder, forwardedHeaders, headersFilters);
    }

    @Bean
    AnswerFilter answerFilter(GatewayProperties properties) {
        return new AnswerFilter(properties.exposeWorker());
    }

    /** Of what the forwarder does not send. The client's own retry does not ask whether a request may be sent twice. */
    @Bean
    HttpClientCustomizer noRetryOfItsOwn() {
        return client -> client.disableRetry(true);
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
