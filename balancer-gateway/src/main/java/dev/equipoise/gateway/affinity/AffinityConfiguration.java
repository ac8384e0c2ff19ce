package dev.equipoise.gateway.affinity;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AffinityConfiguration {

    @Bean
    ConfiguredSessions configuredSessions(StickyProperties sticky) {
        return new ConfiguredSessions(sticky, InstantSource.system());
    }
}
