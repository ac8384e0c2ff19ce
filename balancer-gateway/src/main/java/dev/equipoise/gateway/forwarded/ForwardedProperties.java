package dev.equipoise.gateway.forwarded;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param via the name the gateway gives itself in {@code Via} of requests; empty for no such header */
@Validated
@ConfigurationProperties("equipoise.gateway.forwarded")
public record ForwardedProperties(
        @DefaultValue("") @Pattern(regexp = "[A-Za-z0-9._:-]{0,64}")
        String via) {}
