package dev.equipoise.http.limit;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands in the real clock. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    @Bean
    RefusalLimits refusalLimits(LimitTerms terms) {
        return new RefusalLimits(terms, InstantSource.system());
    }
}
