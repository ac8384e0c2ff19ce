package dev.equipoise.client.balancing;

import dev.equipoise.client.fleet.FleetView;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.loadbalancer.core.ReactorLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Made once per service by Spring Cloud LoadBalancer, unless the application brings a load balancer for that service;
 * deliberately no {@code @Configuration}, which would make it global.
 */
public class FleetLoadBalancerConfiguration {

    @Bean
    @ConditionalOnMissingBean(ReactorLoadBalancer.class)
    ReactorServiceInstanceLoadBalancer fleetLoadBalancer(
            Environment environment,
            LoadBalancerClientFactory factory,
            FleetBalancers balancers,
            FleetView fleet,
            HashHeader hashHeader) {
        String service = environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME);
        return new FleetLoadBalancer(
                service,
                balancers.of(service),
                fleet,
                hashHeader,
                new RoundRobinLoadBalancer(
                        factory.getLazyProvider(service, ServiceInstanceListSupplier.class), service));
    }
}
