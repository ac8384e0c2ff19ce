package dev.equipoise.console.fleet;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Where a worker stands, as the reputation service tells. */
public record StandingRow(String state, double score, double multiplier, String since, String why) {

    private static final Set<String> OUT = Set.of("quarantined", "suppressed", "banned");
    private static final Set<String> HELD_BACK = Set.of("probation", "degraded");

    static StandingRow of(JsonNode standing) {
        return new StandingRow(
                standing.path("state").asString(""),
                standing.path("score").asDouble(0),
                standing.path("multiplier").asDouble(1),
                standing.path("since").asString(""),
                standing.path("why").asString(""));
    }

    /** Whether balancers give it nothing, or canaries alone. */
    public boolean isOut() {
        return OUT.contains(state);
    }

    /** Whether balancers give it less than its share. */
    public boolean isHeldBack() {
        return HELD_BACK.contains(state);
    }
}
