package dev.equipoise.console.fleet;

import dev.equipoise.console.fleet.GatewayView.Balanced;
import dev.equipoise.console.fleet.GatewayView.Load;
import java.util.List;
import java.util.Map;

/** Workers and views for tests. */
final class Fleets {

    private Fleets() {}

    static Member member(String id, String status) {
        return new Member(
                id,
                "http://10.0.0.1:80",
                List.of("default"),
                "",
                status,
                "joined",
                "2026-11-21T10:00:00Z",
                "2026-11-21T10:00:00Z",
                1,
                0.5);
    }

    static Member gone(String id, String why, String since) {
        Member member = member(id, "down");
        return new Member(
                id, member.address(), member.services(), "", "down", why, since, member.presentSince(), 1, 0.5);
    }

    static StandingRow standing(String state) {
        return new StandingRow(state, -5, 0.5, "2026-11-21T10:00:00Z", "OUTLIER: it fails");
    }

    static GatewayView gateway(int ejected, Load... loads) {
        return new GatewayView("gateway", Map.of("default", new Balanced("adaptive", false, ejected, List.of(loads))));
    }

    static Load load(String id, boolean seen) {
        return new Load(id, 2, 30, 1, 10, seen);
    }
}
