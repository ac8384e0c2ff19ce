package dev.equipoise.starter.cloud;

import dev.equipoise.starter.WorkerAutoConfiguration;
import dev.equipoise.starter.registration.ClaimsSource;
import dev.equipoise.starter.registration.WorkerMembership;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Shows a worker to Spring Cloud, and with it to the actuator's {@code serviceregistry}. */
@AutoConfiguration(
        after = WorkerAutoConfiguration.class,
        before = {ServiceRegistryAutoConfiguration.class, AutoServiceRegistrationAutoConfiguration.class})
@ConditionalOnClass(ServiceRegistry.class)
@ConditionalOnBean(WorkerMembership.class)
public final class WorkerServiceRegistryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(Registration.class)
    WorkerRegistration equipoiseServiceRegistration(ClaimsSource claims) {
        return new WorkerRegistration(claims);
    }

    @Bean
    @ConditionalOnMissingBean(ServiceRegistry.class)
    WorkerServiceRegistry equipoiseServiceRegistry(WorkerMembership membership) {
        return new WorkerServiceRegistry(membership);
    }

    @Bean
    @ConditionalOnProperty(name = "spring.cloud.service-registry.auto-registration.enabled", matchIfMissing = true)
    WorkerAutoRegistration equipoiseAutoRegistration() {
        return new WorkerAutoRegistration();
    }
}
