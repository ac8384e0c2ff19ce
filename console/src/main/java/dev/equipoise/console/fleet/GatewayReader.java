package dev.equipoise.console.fleet;

import dev.equipoise.console.ask.Answer;
import dev.equipoise.console.ask.PathSegment;
import dev.equipoise.console.ask.Peer;
import dev.equipoise.console.ask.Services;
import dev.equipoise.console.fleet.GatewayView.Balanced;
import dev.equipoise.console.fleet.GatewayView.Load;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads how a gateway balances. */
final class GatewayReader {

    private static final String BALANCING = "/actuator/balancing";
    private static final String EJECTION = "outlier-ejection";

    /** A gateway has few services; of more the first are shown. */
    private static final int MOST_SERVICES = 50;

    private final Services services;

    GatewayReader(Services services) {
        this.services = services;
    }

    /** What it says; null if it does not, or not to us. */
    CompletableFuture<@Nullable GatewayView> read(Peer gateway) {
        return services.ask(gateway, BALANCING).thenCompose(answer -> {
            JsonNode overview = answer.json();
            if (overview == null) {
                return CompletableFuture.completedFuture(null);
            }
            return withLoads(gateway, overview.path("services"));
        });
    }

    private CompletableFuture<@Nullable GatewayView> withLoads(Peer gateway, JsonNode states) {
        Map<String, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
        states.propertyNames().stream()
                .limit(MOST_SERVICES)
                .forEach(name -> asked.put(
                        name, services.ask(gateway, BALANCING + "/" + PathSegment.encoded(name) + "/workers")));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<String, Balanced> balanced = new LinkedHashMap<>();
                    asked.forEach((name, answer) -> balanced.put(
                            name, balanced(states.path(name), answer.join().json())));
                    return new GatewayView(gateway.name(), balanced);
                });
    }

    private static Balanced balanced(JsonNode state, @Nullable JsonNode loads) {
        int ejected = 0;
        for (JsonNode guard : state.path("guards")) {
            if (guard.path("guard").asString("").equals(EJECTION)) {
                ejected = guard.path("affected").asInt(0);
            }
        }
        return new Balanced(
                state.path("policy").asString(""), state.path("panicking").asBoolean(false), ejected, loads(loads));
    }

    private static List<Load> loads(@Nullable JsonNode answer) {
        List<Load> loads = new ArrayList<>();
        if (answer != null) {
            for (JsonNode worker : answer.path("workers")) {
                loads.add(new Load(
                        worker.path("id").asString(""),
                        worker.path("inFlight").asInt(0),
                        worker.path("latencyMs").asDouble(0),
                        worker.path("successRate").asDouble(1),
                        worker.path("successes").asLong(0)
                                + worker.path("failures").asLong(0),
                        worker.path("seen").asBoolean(true)));
            }
        }
        return loads;
    }
}
