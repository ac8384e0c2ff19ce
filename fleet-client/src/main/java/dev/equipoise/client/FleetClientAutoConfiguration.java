package dev.equipoise.client;

import dev.equipoise.client.balancing.CallLifecycle;
import dev.equipoise.client.balancing.CancelWatchPostProcessor;
import dev.equipoise.client.balancing.FleetBalancers;
import dev.equipoise.client.balancing.FleetLoadBalancerConfiguration;
import dev.equipoise.client.balancing.HashHeader;
import dev.equipoise.client.discovery.FleetDiscoveryClient;
import dev.equipoise.client.discovery.ReactiveFleetDiscoveryClient;
import dev.equipoise.client.fleet.FleetListener;
import dev.equipoise.client.fleet.FleetRefresh;
import dev.equipoise.client.fleet.FleetSource;
import dev.equipoise.client.fleet.FleetView;
import dev.equipoise.client.fleet.RegistryFleetSource;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes an application a client of the fleet: Spring Cloud's discovery clients know its workers, and what is
 * {@code @LoadBalanced} reaches them by our policies.
 */
@AutoConfiguration(
        before = {
            CommonsClientAutoConfiguration.class,
            ReactiveCommonsClientAutoConfiguration.class,
            CompositeDiscoveryClientAutoConfiguration.class,
            ReactiveCompositeDiscoveryClientAutoConfiguration.class,
            LoadBalancerAutoConfiguration.class
        })
@Conditional(OnFleetClient.class)
@EnableConfigurationProperties(FleetClientProperties.class)
public final class FleetClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FleetSource equipoiseFleetSource(Environment environment) {
        try {
            return new RegistryFleetSource(OnFleetClient.registries(environment));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    "equipoise.client.registry-url",
                    environment.getProperty("equipoise.client.registry-url"),
                    String.valueOf(e.getMessage()));
        }
    }

    @Bean
    FleetView equipoiseFleetView(List<FleetListener> listeners) {
        return new FleetView(listeners);
    }

    @Bean
    FleetRefresh equipoiseFleetRefresh(FleetSource source, FleetView view, FleetClientProperties properties) {
        return new FleetRefresh(
                source,
                view,
                properties.refreshInterval(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** How Spring Cloud says that a discovery client has news; who follows services, such as routes, listens to it. */
    @Bean
    FleetListener equipoiseHeartbeats(ApplicationEventPublisher events) {
        return fleet ->
                events.publishEvent(new HeartbeatEvent(fleet, fleet.fleet().version()));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnDiscoveryEnabled
    @ConditionalOnBlockingDiscoveryEnabled
    static class BlockingDiscovery {

        @Bean
        FleetDiscoveryClient equipoiseDiscoveryClient(FleetView fleet) {
            return new FleetDiscoveryClient(fleet);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnDiscoveryEnabled
    @ConditionalOnReactiveDiscoveryEnabled
    static class ReactiveDiscovery {

        @Bean
        ReactiveFleetDiscoveryClient equipoiseReactiveDiscoveryClient(FleetView fleet) {
            return new ReactiveFleetDiscoveryClient(fleet);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "equipoise.client.load-balancer.enabled", matchIfMissing = true)
    @LoadBalancerClients(defaultConfiguration = FleetLoadBalancerConfiguration.class)
    static class Balancing {

        @Bean
        FleetBalancers equipoiseBalancers(FleetClientProperties properties) {
            try {
                return new FleetBalancers(
                        properties.policy(),
                        () -> new PeakEwmaLoadTracker(System::nanoTime),
                        ThreadLocalRandom::current);
            } catch (IllegalArgumentException e) {
                throw new InvalidConfigurationPropertyValueException(
                        "equipoise.client.policy", properties.policy(), String.valueOf(e.getMessage()));
            }
        }

        @Bean
        HashHeader equipoiseHashHeader(FleetClientProperties properties) {
            return new HashHeader(properties.hashHeader());
        }

        @Bean
        CallLifecycle equipoiseCallLifecycle() {
            return new CallLifecycle();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClient.class)
    @ConditionalOnProperty(name = "equipoise.client.load-balancer.enabled", matchIfMissing = true)
    static class ReactiveCalls {

        @Bean
        static CancelWatchPostProcessor equipoiseCancelWatch(ApplicationContext context) {
            return new CancelWatchPostProcessor(context);
        }
    }
}
