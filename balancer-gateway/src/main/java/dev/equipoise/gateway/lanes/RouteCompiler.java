package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forward.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;

/** Makes of a route's definition what the front can do of it by itself, and says what it cannot. */
final class RouteCompiler {

    private static final String SHORTCUT = "_genkey_";
    private static final String TRAILING_SLASH = "matchTrailingSlash";

    private final Forwarder forwarder;
    private final MeterRegistry registry;
    private final List<FilterDefinition> defaultFilters;

    /** @param defaultFilters of all routes, in front of their own */
    RouteCompiler(Forwarder forwarder, MeterRegistry registry, List<FilterDefinition> defaultFilters) {
        this.forwarder = forwarder;
        this.registry = registry;
        this.defaultFilters = List.copyOf(defaultFilters);
    }

    /** A route made in code: nobody can see what it asks for. */
    RouteEntry opaque(String id) {
        String why = "it is made in code";
        return new RouteEntry(id, List.of(), why, null, List.of(), why, false, new RequestMeters(registry, id, "-"));
    }

    RouteEntry compile(RouteDefinition definition) {
        List<Rule> rules = new ArrayList<>();
        String undecided = null;
        boolean named = false;
        for (PredicateDefinition predicate : definition.getPredicates()) {
            List<PathRule> paths = "Path".equals(predicate.getName()) ? paths(predicate.getArgs()) : null;
            Rule rule = paths != null ? Rule.paths(paths) : rule(predicate);
            if (rule == null) {
                undecided = undecided == null ? "predicate " + predicate.getName() : undecided;
            } else {
                rules.add(rule);
                named |= paths != null && paths.stream().noneMatch(PathRule::isAny);
            }
        }
        List<Edit> edits = new ArrayList<>();
        String whySpring = undecided;
        List<FilterDefinition> filters = new ArrayList<>(defaultFilters);
        filters.addAll(definition.getFilters());
        for (FilterDefinition filter : filters) {
            Edit edit =
                    EditCompiler.compile(String.valueOf(filter.getName()), values(filter.getArgs()), filter.getArgs());
            if (edit == null) {
                whySpring = whySpring == null ? "filter " + filter.getName() : whySpring;
            } else {
                edits.add(edit);
            }
        }
        if (whySpring == null && !definition.getMetadata().isEmpty()) {
            whySpring =
                    "metadata " + definition.getMetadata().keySet().iterator().next();
        }
        String name = service(definition.getUri());
        Service service = name == null ? null : forwarder.service(name);
        if (whySpring == null && service == null) {
            whySpring = "it does not lead to a service (lb://)";
        }
        String id = String.valueOf(definition.getId());
        return new RouteEntry(
                id,
                List.copyOf(rules),
                undecided,
                service,
                List.copyOf(edits),
                whySpring,
                named,
                new RequestMeters(registry, id, name == null ? "-" : name));
    }

    private static @Nullable Rule rule(PredicateDefinition predicate) {
        List<String> values = values(predicate.getArgs());
        if (values.isEmpty()) {
            return null;
        }
        return switch (String.valueOf(predicate.getName())) {
            case "Method" -> {
                Set<HttpMethod> methods = new HashSet<>();
                values.forEach(name -> methods.add(HttpMethod.valueOf(name.toUpperCase(Locale.ROOT))));
                yield Rule.methods(methods);
            }
            case "Host" -> Rule.hosts(values);
            default -> null;
        };
    }

    /** With a slash at the end, too, unless that is ruled out. */
    private static @Nullable List<PathRule> paths(Map<String, String> args) {
        boolean trailingSlash = true;
        List<PathRule> rules = new ArrayList<>();
        for (String value : values(args)) {
            if (value.equals("true") || value.equals("false")) {
                trailingSlash = Boolean.parseBoolean(value);
                continue;
            }
            String pattern = value.startsWith("/") ? value : "/" + value;
            rules.add(new PathRule(pattern));
        }
        if (args.containsKey(TRAILING_SLASH)) {
            trailingSlash = Boolean.parseBoolean(args.get(TRAILING_SLASH));
        }
        if (trailingSlash) {
            for (PathRule rule : List.copyOf(rules)) {
                String text = rule.toString();
                if (!text.endsWith("/") && !text.endsWith("**")) {
                    rules.add(new PathRule(text + "/"));
                }
            }
        }
        return rules.isEmpty() ? null : rules;
    }

    /** In their order, be they written as a shortcut or by name; lists with commas taken apart. */
    private static List<String> values(Map<String, String> args) {
        List<String> values = new ArrayList<>();
        args.forEach((key, value) -> {
            if (value != null && !key.equals(TRAILING_SLASH)) {
                boolean list = !key.startsWith(SHORTCUT) && (key.equals("patterns") || key.equals("methods"));
                for (String part : list ? value.split(",", -1) : new String[] {value}) {
                    values.add(part.strip());
                }
            }
        });
        return values;
    }

    /** The service of {@code lb://service}; null for any other address, also {@code lb:ws://service}. */
    private static @Nullable String service(@Nullable URI uri) {
        return uri != null && "lb".equals(uri.getScheme()) ? uri.getHost() : null;
    }
}
