package dev.equipoise.console.fleet;

import dev.equipoise.console.ask.Services;
import dev.equipoise.console.happening.Happenings;
import dev.equipoise.console.happening.MembershipWords;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Looks at the fleet and remembers what it takes to see what changed. One thread looks; any thread may ask for the picture. */
public final class FleetWatch {

    private final Survey survey;
    private final Happenings happenings;
    private final DoubleSupplier failing;
    private final int shown;
    private final Rates rates = new Rates();
    private final Lost lost;
    private final Differences differences;
    private final StandingHistory scores = new StandingHistory();
    private final Patience patience = new Patience();
    // Written by the looking thread alone.
    private @Nullable List<Member> members;
    private Map<String, StandingRow> standings = Map.of();
    private long membersAt;
    private long standingsAt;
    private volatile @Nullable Picture picture;

    /**
     * @param failing the share of requests that failed lately
     * @param shown workers at most
     */
    public FleetWatch(
            Services services, Happenings happenings, InstantSource clock, DoubleSupplier failing, int shown) {
        this.survey = new Survey(services, clock);
        this.happenings = happenings;
        this.failing = failing;
        this.shown = shown;
        this.lost = new Lost(survey::gone);
        this.differences = new Differences(happenings);
    }

    /** The last one; null before the first look. */
    public @Nullable Picture picture() {
        return picture;
    }

    /** By worker, oldest first. */
    public Map<String, List<Double>> scores() {
        return scores.scores();
    }

    /** Asks everybody. Blocks for seconds at most. @return whether there are new scores */
    public boolean look() {
        Readings readings = survey.take();
        List<Member> present = readings.members();
        boolean first = members == null;
        if (present != null) {
            members = present;
            membersAt = readings.at();
        }
        if (readings.standings() != null) {
            standings = readings.standings();
            standingsAt = readings.at();
        }
        List<Member> all = members == null ? List.of() : members;
        rates.take(readings.at(), counts(readings.gateways()));
        List<Member> missing = lost.look(readings.at(), present);
        List<WorkerRow> rows =
                new Rows(readings.gateways(), rates.perSecond(readings.at()), standings).of(all, missing);
        Picture next = picture(readings, rows);
        if (first && present != null) {
            tellHowItCame(present);
        }
        differences.look(next);
        picture = next;
        return scores.look(next);
    }

    private Picture picture(Readings readings, List<WorkerRow> rows) {
        List<ServiceRow> services = services(readings.gateways());
        List<PeerRow> peers = patience.with(readings.at(), readings.peers());
        boolean known = members != null && readings.at() - membersAt <= Patience.MS;
        return new Picture(
                readings.at(),
                Judge.of(known, rows, services, peers, failing.getAsDouble()),
                mostTroubled(rows),
                rows.size(),
                (int) rows.stream().filter(WorkerRow::taking).count(),
                rows.stream().mapToInt(WorkerRow::inFlight).sum(),
                services,
                peers,
                known,
                readings.at() - standingsAt <= Patience.MS);
    }

    private List<WorkerRow> mostTroubled(List<WorkerRow> rows) {
        Comparator<WorkerRow> byTone = Comparator.comparing(WorkerRow::tone).reversed();
        return rows.stream()
                .sorted(rows.size() > shown ? byTone.thenComparing(WorkerRow::id) : Comparator.comparing(WorkerRow::id))
                .limit(shown)
                .toList();
    }

    /** Before the first look nobody listened: what last happened to each worker is known all the same. */
    private void tellHowItCame(List<Member> present) {
        present.stream()
                .filter(member -> MembershipWords.know(member.why()))
                .sorted(Comparator.comparing(Member::since))
                .forEach(member -> {
                    try {
                        happenings.add(
                                Instant.parse(member.since()),
                                member.why(),
                                MembershipWords.tone(member.why()),
                                member.id(),
                                MembershipWords.sentence(member.id(), member.why()));
                    } catch (DateTimeParseException e) {
                        // A registry that does not say when: then there is nothing to tell.
                    }
                });
    }

    private static Map<String, Long> counts(List<GatewayView> gateways) {
        Map<String, Long> counts = new HashMap<>();
        for (GatewayView gateway : gateways) {
            gateway.services()
                    .forEach((service, balanced) -> balanced.loads()
                            .forEach(load ->
                                    counts.put(gateway.gateway() + " " + service + " " + load.id(), load.calls())));
        }
        return counts;
    }

    private static List<ServiceRow> services(List<GatewayView> gateways) {
        Map<String, TreeSet<String>> policies = new TreeMap<>();
        Map<String, List<String>> panicking = new HashMap<>();
        Map<String, Integer> ejected = new HashMap<>();
        for (GatewayView gateway : gateways) {
            gateway.services().forEach((name, balanced) -> {
                policies.computeIfAbsent(name, service -> new TreeSet<>()).add(balanced.policy());
                ejected.merge(name, balanced.ejected(), Math::max);
                if (balanced.panicking()) {
                    panicking
                            .computeIfAbsent(name, service -> new ArrayList<>())
                            .add(gateway.gateway());
                }
            });
        }
        return policies.entrySet().stream()
                .map(each -> new ServiceRow(
                        each.getKey(),
                        List.copyOf(each.getValue()),
                        panicking.getOrDefault(each.getKey(), List.of()),
                        ejected.getOrDefault(each.getKey(), 0)))
                .toList();
    }
}
