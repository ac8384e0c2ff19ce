package dev.equipoise.gateway.operator;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param open management endpoints that anybody may ask; all others are for operators */
@ConfigurationProperties("equipoise.gateway.management")
public record ManagementProperties(
        @DefaultValue({"health", "info", "prometheus"}) Set<String> open) {}
