package dev.equipoise.gateway.lanes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.WebFilter;

/**
 * Looks through the application for what the express lane would pass by: filters of the user's, handlers of the gateway's own. What is not
 * known to be harmless keeps everything in Spring's lane.
 */
final class SurroundingsOfSpring {

    private static final List<String> OURS = List.of(
            "dev.equipoise.gateway.", "org.springframework.cloud.gateway.", "org.springframework.cloud.loadbalancer.");

    private final ListableBeanFactory beans;
    private final Environment environment;
    private final List<String> patterns = new ArrayList<>();
    private @Nullable String why;

    SurroundingsOfSpring(ListableBeanFactory beans, Environment environment) {
        this.beans = beans;
        this.environment = environment;
    }

    Surroundings look() {
        settings();
        strangers("global filter", beans.getBeansOfType(GlobalFilter.class).values());
        strangers("web filter", beans.getBeansOfType(WebFilter.class).values());
        strangers(
                "headers filter", beans.getBeansOfType(HttpHeadersFilter.class).values());
        mappings();
        return new Surroundings(new OwnPaths(patterns), why);
    }

    private void settings() {
        if (!beans.getBean(ExpressProperties.class).enabled()) {
            because("equipoise.gateway.express.enabled is false");
        }
        if (environment.getProperty("server.compression.enabled", Boolean.class, false)) {
            because("server.compression.enabled");
        }
        String forwarded = environment.getProperty("server.forward-headers-strategy", "none");
        if (!forwarded.equalsIgnoreCase("none")) {
            because("server.forward-headers-strategy");
        }
        if (!environment.getProperty("spring.webflux.base-path", "").isEmpty()) {
            because("spring.webflux.base-path");
        }
        for (GlobalCorsProperties cors :
                beans.getBeansOfType(GlobalCorsProperties.class).values()) {
            if (!cors.getCorsConfigurations().isEmpty()) {
                because("CORS");
            }
        }
    }

    private void strangers(String kind, Collection<?> found) {
        for (Object bean : found) {
            String name = bean.getClass().getName();
            if (OURS.stream().noneMatch(name::startsWith)) {
                because(kind + " " + name);
            }
        }
    }

    /** Handlers that come before those of routes. */
    private void mappings() {
        int routes = beans.getBeansOfType(RoutePredicateHandlerMapping.class).values().stream()
                .mapToInt(Ordered::getOrder)
                .min()
                .orElse(Integer.MAX_VALUE);
        for (Map.Entry<String, HandlerMapping> each :
                beans.getBeansOfType(HandlerMapping.class).entrySet()) {
            HandlerMapping mapping = each.getValue();
            boolean later = mapping instanceof Ordered ordered && ordered.getOrder() >= routes;
            if (later || mapping instanceof RoutePredicateHandlerMapping) {
                continue;
            }
            if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
                methods.getHandlerMethods()
                        .keySet()
                        .forEach(info -> info.getPatternsCondition()
                                .getPatterns()
                                .forEach(pattern -> patterns.add(pattern.getPatternString())));
            } else if (mapping instanceof RouterFunctionMapping functions) {
                RouterFunction<?> function = functions.getRouterFunction();
                if (function != null) {
                    functions(function);
                }
            } else {
                because("handler mapping " + each.getKey());
            }
        }
    }

    private void functions(RouterFunction<?> function) {
        RoutedPaths paths = new RoutedPaths();
        function.accept(paths);
        if (paths.areKnown()) {
            patterns.addAll(paths.patterns());
        } else {
            because("a router function without a path");
        }
    }

    private void because(String reason) {
        if (why == null) {
            why = reason;
        }
    }
}
