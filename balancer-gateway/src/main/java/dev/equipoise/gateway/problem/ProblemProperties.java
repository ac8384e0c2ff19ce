package dev.equipoise.gateway.problem;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param securityHeaders whether errors the gateway itself answers tell browsers how to treat them; what workers answer is theirs */
@ConfigurationProperties("equipoise.gateway.problems")
public record ProblemProperties(@DefaultValue("true") boolean securityHeaders) {}
