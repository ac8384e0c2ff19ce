package dev.equipoise.gateway.forwarded;

import dev.equipoise.gateway.InvalidSettingException;
import dev.equipoise.gateway.forwarded.ForwardedSettings.Said;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads what Spring Cloud Gateway's properties say of these headers, and {@code equipoise.clients.trusted-proxies}. */
@Configuration(proxyBeanMethods = false)
class ForwardedConfiguration {

    private static final String SPRING = "spring.cloud.gateway.server.webflux.";
    private static final String NETWORKS = "equipoise.clients.trusted-proxies";
    private static final String REGEX = SPRING + "trusted-proxies";

    @Bean
    TrustedProxies trustedProxies(Environment environment) {
        List<String> networks = Binder.get(environment)
                .bind(NETWORKS, Bindable.listOf(String.class))
                .orElse(List.of());
        return new TrustedProxies(Networks.parse(networks, NETWORKS), regex(environment));
    }

    private static @Nullable Pattern regex(Environment environment) {
        String text = environment.getProperty(REGEX, "");
        try {
            return text.isBlank() ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new InvalidSettingException(REGEX, REGEX + " is no regular expression: " + e.getMessage());
        }
    }

    @Bean
    ForwardedHeaders forwardedHeaders(TrustedProxies proxies, ForwardedProperties properties, Environment environment) {
        boolean on = is(environment, "x-forwarded.enabled", true);
        ForwardedSettings settings = new ForwardedSettings(
                said(environment, "for", on),
                said(environment, "proto", on),
                said(environment, "host", on),
                said(environment, "port", on),
                said(environment, "prefix", on),
                is(
                        environment,
                        "forwarded.enabled",
                        !environment.getProperty(REGEX, "").isBlank()),
                is(environment, "forwarded.by.enabled", false),
                properties.via());
        return new ForwardedHeaders(settings, proxies);
    }

    private static Said said(Environment environment, String what, boolean on) {
        if (!on || !is(environment, "x-forwarded." + what + "-enabled", true)) {
            return Said.NOT;
        }
        return is(environment, "x-forwarded." + what + "-append", true) ? Said.APPENDED : Said.ALONE;
    }

    private static boolean is(Environment environment, String name, boolean otherwise) {
        return environment.getProperty(SPRING + name, Boolean.class, otherwise);
    }
}
