package dev.equipoise.gateway.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param enabled whether requests are traced. How, and where spans go, is said by Spring Boot's own properties: {@link SpanExport} */
@ConfigurationProperties("equipoise.gateway.tracing")
public record TracingProperties(@DefaultValue("false") boolean enabled) {}
