package dev.equipoise.gateway.affinity;

import dev.equipoise.gateway.ServicesProperties;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AffinityConfiguration {

    @Bean
    ConfiguredSessions configuredSessions(ServicesProperties services, StickyProperties sticky) {
        return new ConfiguredSessions(services, sticky, InstantSource.system());
    }
}
