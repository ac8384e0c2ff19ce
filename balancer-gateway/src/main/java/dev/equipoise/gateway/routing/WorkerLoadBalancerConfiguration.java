package dev.equipoise.gateway.routing;

import dev.equipoise.gateway.balancing.ServiceBalancers;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Made once per service by Spring Cloud LoadBalancer; deliberately no {@code @Configuration}, which would make it global. */
public class WorkerLoadBalancerConfiguration {

    @Bean
    ReactorServiceInstanceLoadBalancer workerLoadBalancer(Environment environment, ServiceBalancers balancers) {
        String service = environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME);
        return new WorkerLoadBalancer(service, balancers.of(service));
    }
}
