package dev.equipoise.gateway.lanes;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param enabled whether routes that need no more than it can do take the express lane; else all take Spring's */
@ConfigurationProperties("equipoise.gateway.express")
public record ExpressProperties(@DefaultValue("true") boolean enabled) {}
