package dev.equipoise.gateway.lanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationListener;

/**
 * Keeps the table of routes as Spring Cloud Gateway knows them, in its order. Until there is one, and where something is unclear,
 * everything takes Spring's lane. Written under its lock, read by any thread.
 */
final class Lanes implements ApplicationListener<RefreshRoutesResultEvent> {

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    private final RouteLocator routes;
    private final RouteDefinitionLocator definitions;
    private final RouteCompiler compiler;
    private final Supplier<Surroundings> look;
    private final RequestMeters unknown;
    private @Nullable Surroundings surroundings;
    private volatile RouteTable table;

    Lanes(
            RouteLocator routes,
            RouteDefinitionLocator definitions,
            RouteCompiler compiler,
            Supplier<Surroundings> look,
            RequestMeters unknown) {
        this.routes = routes;
        this.definitions = definitions;
        this.compiler = compiler;
        this.look = look;
        this.unknown = unknown;
        this.table = new RouteTable(List.of(), new OwnPaths(List.of()), unknown, "the routes are not known yet");
    }

    RouteTable table() {
        return table;
    }

    /** Spring Cloud Gateway has read its routes anew. */
    @Override
    public void onApplicationEvent(RefreshRoutesResultEvent event) {
        if (event.isSuccess()) {
            refresh();
        }
    }

    void refresh() {
        definitions
                .getRouteDefinitions()
                .collectList()
                .zipWith(routes.getRoutes().collectList())
                .subscribe(
                        both -> accept(both.getT1(), both.getT2()),
                        error -> log.warn("The routes cannot be read; they stay as they are", error));
    }

    private synchronized void accept(List<RouteDefinition> defined, List<Route> ordered) {
        Map<String, RouteDefinition> byId = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (RouteDefinition definition : defined) {
            String id = String.valueOf(definition.getId());
            if (byId.put(id, definition) != null) {
                twice.add(id);
            }
        }
        Map<String, RouteEntry> before = new HashMap<>();
        table.routes().forEach(entry -> before.put(entry.id(), entry));
        List<RouteEntry> entries = new ArrayList<>();
        for (Route route : ordered) {
            RouteDefinition definition = twice.contains(route.getId()) ? null : byId.get(route.getId());
            RouteEntry entry = definition == null ? compiler.opaque(route.getId()) : compiled(definition);
            entries.add(entry);
        }
        Surroundings known = surroundings();
        RouteTable next = new RouteTable(entries, known.own(), unknown, known.whyAllSpring());
        table = next;
        forgetMeters(before, entries);
        tell(next, before);
    }

    /** Looked for once, when everything is there. */
    private Surroundings surroundings() {
        Surroundings known = surroundings;
        if (known == null) {
            known = look.get();
            surroundings = known;
        }
        return known;
    }

    /** A definition that makes no sense to us may make some to Spring Cloud Gateway. */
    private RouteEntry compiled(RouteDefinition definition) {
        try {
            return compiler.compile(definition);
        } catch (RuntimeException e) {
            log.warn("The route {} is left to Spring Cloud Gateway: {}", definition.getId(), e.getMessage());
            return compiler.opaque(String.valueOf(definition.getId()));
        }
    }

    private static void forgetMeters(Map<String, RouteEntry> before, List<RouteEntry> now) {
        Set<String> kept = new HashSet<>();
        now.forEach(entry -> kept.add(entry.id()));
        before.forEach((id, entry) -> {
            if (!kept.contains(id)) {
                entry.meters().forget();
            }
        });
    }

    private static void tell(RouteTable next, Map<String, RouteEntry> before) {
        for (RouteEntry entry : next.routes()) {
            RouteEntry known = before.get(entry.id());
            String why = next.whySpring(entry);
            if (known != null && Objects.equals(next.whySpring(known), why)) {
                continue;
            }
            if (why == null) {
                log.info("route {}: express lane", entry.id());
            } else {
                log.info("route {}: Spring's lane: {}", entry.id(), why);
            }
        }
    }
}
