package dev.equipoise.console.fleet;

import dev.equipoise.console.fleet.GatewayView.Balanced;
import dev.equipoise.console.fleet.GatewayView.Load;
import dev.equipoise.console.happening.Tone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one row of what registry, reputation service and gateways say of a worker. */
final class Rows {

    /** What all gateways together say of one worker. */
    private static final class Seen {
        private int inFlight;
        private double latency;
        private double success;
        private int views;
        private boolean chosen;
    }

    private final Map<String, Seen> seen = new HashMap<>();
    private final Set<String> balancedServices = new HashSet<>();
    private final Set<String> ejecting = new HashSet<>();
    private final Map<String, Double> rates;
    private final double allRates;
    private final Map<String, StandingRow> standings;

    Rows(List<GatewayView> gateways, Map<String, Double> rates, Map<String, StandingRow> standings) {
        this.rates = rates;
        this.allRates = rates.values().stream().mapToDouble(Double::doubleValue).sum();
        this.standings = standings;
        gateways.forEach(gateway -> gateway.services().forEach(this::add));
    }

    private void add(String service, Balanced balanced) {
        balancedServices.add(service);
        if (balanced.ejected() > 0) {
            ejecting.add(service);
        }
        for (Load load : balanced.loads()) {
            Seen all = seen.computeIfAbsent(load.id(), id -> new Seen());
            all.inFlight += load.inFlight();
            all.latency += load.latencyMs();
            all.success += load.successRate();
            all.views++;
            all.chosen |= load.seen();
        }
    }

    List<WorkerRow> of(List<Member> present, List<Member> lost) {
        List<WorkerRow> rows = new ArrayList<>();
        present.forEach(member -> rows.add(row(member, state(member))));
        lost.forEach(member -> rows.add(row(member, new State("lost", Tone.BAD, false))));
        return rows;
    }

    private record State(String word, Tone tone, boolean taking) {}

    private State state(Member member) {
        StandingRow standing = standings.get(member.id());
        if (standing != null && standing.isOut()) {
            return new State(standing.state(), Tone.BAD, false);
        }
        switch (member.status()) {
            case "starting":
                return new State("starting", Tone.INFO, false);
            case "draining":
                return new State("draining", Tone.OFF, false);
            case "suspect":
                // Doubt alone takes no traffic away; that its gateways cannot reach it does (decision 0012).
                return new State("in doubt", Tone.WARN, isChosen(member));
            default:
                return serving(member, standing);
        }
    }

    /** Whether a gateway may choose it, or none tells. */
    private boolean isChosen(Member member) {
        Seen gateways = seen.get(member.id());
        return gateways == null ? !isBalanced(member) : gateways.chosen;
    }

    private boolean isBalanced(Member member) {
        return member.services().stream().anyMatch(balancedServices::contains);
    }

    private State serving(Member member, @Nullable StandingRow standing) {
        Seen gateways = seen.get(member.id());
        if (gateways == null && isBalanced(member)) {
            return new State("refusing", Tone.WARN, false);
        }
        if (gateways != null && !gateways.chosen && member.services().stream().anyMatch(ejecting::contains)) {
            return new State("ejected", Tone.WARN, false);
        }
        if (standing != null && standing.isHeldBack()) {
            return new State(standing.state().equals("probation") ? "on probation" : standing.state(), Tone.INFO, true);
        }
        return new State("up", Tone.OK, true);
    }

    private WorkerRow row(Member member, State state) {
        Seen gateways = seen.get(member.id());
        double rate = rates.getOrDefault(member.id(), 0.0);
        return new WorkerRow(
                member.id(),
                member.address(),
                member.services(),
                member.zone(),
                member.status(),
                state.word(),
                state.tone(),
                member.since(),
                member.presentSince(),
                member.weight(),
                member.cpu(),
                gateways == null ? 0 : gateways.inFlight,
                gateways == null ? null : gateways.latency / gateways.views,
                rate,
                allRates > 0 ? rate / allRates : null,
                gateways == null ? null : gateways.success / gateways.views,
                state.taking(),
                standings.get(member.id()));
    }
}
