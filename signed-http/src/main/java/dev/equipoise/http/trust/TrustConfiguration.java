package dev.equipoise.http.trust;

import dev.equipoise.core.registration.TrustStore;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the sources of keys, and hands in the real clock. */
@Configuration(proxyBeanMethods = false)
class TrustConfiguration {

    private static final Logger log = LoggerFactory.getLogger(TrustConfiguration.class);

    @Bean
    Enrolment enrolment(TrustProperties properties, TrustStore store) {
        if (properties.keys().isEmpty() && properties.directory() == null) {
            log.warn(
                    "No key is configured (equipoise.trust.keys, equipoise.trust.directory): nobody is believed but with a "
                            + "key enrolled at run time.");
        }
        return new Enrolment(
                ConfiguredKeys.of(properties.keys()),
                properties.directory() == null ? null : new KeyDirectory(properties.directory()),
                store,
                InstantSource.system());
    }

    @Bean
    TrustRefresh trustRefresh(
            Enrolment enrolment, ObjectProvider<RevocationListener> listeners, TrustProperties properties) {
        return new TrustRefresh(enrolment, listeners.stream().toList(), properties.refreshInterval());
    }
}
