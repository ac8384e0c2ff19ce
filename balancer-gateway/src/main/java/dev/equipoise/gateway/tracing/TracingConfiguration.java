package dev.equipoise.gateway.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Only where requests are traced; otherwise no class of OpenTelemetry is looked at. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("equipoise.gateway.tracing.enabled")
class TracingConfiguration {

    @Bean(destroyMethod = "close")
    Tracing openTelemetryTracing(Environment environment, SslBundles bundles) {
        return new OpenTelemetryTracing(SpanExport.provider(environment, bundles));
    }
}
