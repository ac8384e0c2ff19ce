package dev.equipoise.reputation.owner;

import dev.equipoise.core.reputation.Fact;
import dev.equipoise.core.reputation.FactType;
import dev.equipoise.core.reputation.FactWeights;
import dev.equipoise.core.reputation.Fusion;
import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.reputation.book.FactBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who on probation has served enough requests well: 200 by default since it came there, over all gateways, of which no more
 * failed than usual in the fleet. An interval in which it stands out begins the count anew. One thread.
 */
final class ServedWell {

    private final FactBook book;
    private final FactWeights weights;
    private final int enough;
    private final Map<String, Served> counts = new HashMap<>();

    private record Served(long since, long requests, long failures) {}

    ServedWell(FactBook book, FactWeights weights, int enough) {
        this.book = book;
        this.weights = weights;
        this.enough = enough;
    }

    List<Fact> after(long interval, long at, Collection<GatewayReport> reports, Fusion.Opinion opinion) {
        Set<String> accused = new HashSet<>();
        opinion.accusations().forEach(accusation -> accused.add(accusation.worker()));
        Map<String, long[]> seen = seen(reports);
        double limit = opinion.limit();
        Map<String, Served> onProbation = new HashMap<>();
        List<Fact> proven = new ArrayList<>();
        for (FactBook.Entry entry : book.entries(at)) {
            if (entry.stage().state() != TrustState.PROBATION) {
                continue;
            }
            String worker = entry.worker();
            long since = Math.max(entry.stage().since(), entry.verdict().suspiciousSince());
            Served before = counts.getOrDefault(worker, new Served(since, 0, 0));
            Served count = new Served(since, 0, 0);
            if (!accused.contains(worker)) {
                boolean anew = before.since() != since;
                long[] now = seen.getOrDefault(worker, new long[2]);
                count = new Served(
                        since, (anew ? 0 : before.requests()) + now[0], (anew ? 0 : before.failures()) + now[1]);
            }
            onProbation.put(worker, count);
            if (count.requests() >= enough && Fusion.ratio(count.failures(), count.requests()) <= limit) {
                proven.add(new Fact(
                        "fused:" + interval + ':' + worker + ':' + FactType.PROVEN_GOOD,
                        at,
                        worker,
                        "",
                        FactType.PROVEN_GOOD,
                        weights.of(FactType.PROVEN_GOOD),
                        count.failures() + " of " + count.requests() + " requests failed",
                        "gateways",
                        null));
            }
        }
        counts.clear();
        counts.putAll(onProbation);
        return proven;
    }

    private static Map<String, long[]> seen(Collection<GatewayReport> reports) {
        Map<String, long[]> seen = new HashMap<>();
        for (GatewayReport report : reports) {
            for (GatewayReport.Sight sight : report.sights()) {
                long[] sum = seen.computeIfAbsent(sight.worker(), id -> new long[2]);
                sum[0] += sight.requests();
                sum[1] += sight.failures();
            }
        }
        return seen;
    }
}
