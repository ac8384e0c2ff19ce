package dev.equipoise.core.reputation;

import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps what gateways saw of workers with little traffic until it is enough to judge by. A policy that keeps away from who fails
 * leaves few requests in one interval; those of up to {@value #MOST_INTERVALS} intervals together are as good a reason as the
 * same number within one. What a worker was judged by is not counted again. Not for several threads.
 */
public final class GatheredReports {

    /** A minute. */
    public static final int MOST_INTERVALS = 6;

    private final int mostWorkers;
    private final Map<String, TreeMap<Long, List<Seen>>> waiting = new HashMap<>();

    /** What a gateway saw of a worker in one interval. */
    private record Seen(String gateway, int strain, Sight sight) {}

    /** @param mostWorkers of which something may be kept; of more, each interval counts alone */
    public GatheredReports(int mostWorkers) {
        this.mostWorkers = mostWorkers;
    }

    /**
     * @param interval later than that of the call before
     * @param reports of this interval, one of each gateway
     * @return the same, but with the earlier requests of each worker for which there are enough now; also of gateways that report
     *     nothing in this interval
     */
    public List<GatewayReport> with(long interval, Collection<GatewayReport> reports) {
        Map<String, List<Seen>> now = byWorker(reports);
        forget(interval, now.keySet());
        Map<String, List<Sight>> sights = new TreeMap<>();
        Map<String, Integer> strains = new HashMap<>();
        reports.forEach(report -> {
            strains.put(report.gateway(), report.strain());
            sights.put(report.gateway(), new ArrayList<>());
        });
        now.forEach((worker, seen) -> together(worker, interval, seen).forEach(each -> {
            strains.putIfAbsent(each.gateway(), each.strain());
            sights.computeIfAbsent(each.gateway(), id -> new ArrayList<>()).add(each.sight());
        }));
        List<GatewayReport> gathered = new ArrayList<>(sights.size());
        sights.forEach((gateway, all) ->
                gathered.add(new GatewayReport(gateway, interval, strains.getOrDefault(gateway, 0), all)));
        return gathered;
    }

    private static Map<String, List<Seen>> byWorker(Collection<GatewayReport> reports) {
        Map<String, List<Seen>> byWorker = new TreeMap<>();
        for (GatewayReport report : reports) {
            Set<String> named = new HashSet<>();
            // Of several sights of one worker the last counts.
            for (int i = report.sights().size() - 1; i >= 0; i--) {
                Sight sight = report.sights().get(i);
                if (named.add(sight.worker())) {
                    byWorker.computeIfAbsent(sight.worker(), id -> new ArrayList<>())
                            .add(new Seen(report.gateway(), report.strain(), sight));
                }
            }
        }
        return byWorker;
    }

    private void forget(long interval, Set<String> seen) {
        Iterator<Map.Entry<String, TreeMap<Long, List<Seen>>>> all =
                waiting.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, TreeMap<Long, List<Seen>>> worker = all.next();
            worker.getValue().headMap(interval - MOST_INTERVALS, true).clear();
            if (worker.getValue().isEmpty() && !seen.contains(worker.getKey())) {
                all.remove();
            }
        }
    }

    private List<Seen> together(String worker, long interval, List<Seen> now) {
        TreeMap<Long, List<Seen>> before = waiting.get(worker);
        if (requests(now) >= Fusion.LEAST_REQUESTS) {
            waiting.remove(worker);
            return now;
        }
        if (before == null || before.isEmpty()) {
            if (waiting.containsKey(worker) || waiting.size() < mostWorkers) {
                waiting.computeIfAbsent(worker, id -> new TreeMap<>()).put(interval, now);
            }
            return now;
        }
        long earlier =
                before.values().stream().mapToLong(GatheredReports::requests).sum();
        if (earlier + requests(now) < Fusion.LEAST_REQUESTS) {
            before.put(interval, now);
            return now;
        }
        waiting.remove(worker);
        Map<String, Seen> sums = new TreeMap<>();
        now.forEach(seen -> sums.put(seen.gateway(), seen));
        before.values()
                .forEach(seen ->
                        seen.forEach(each -> sums.merge(each.gateway(), withoutFaults(each), GatheredReports::sum)));
        return List.copyOf(sums.values());
    }

    private static long requests(List<Seen> seen) {
        return seen.stream().mapToLong(each -> each.sight().requests()).sum();
    }

    /** Refused connections and broken answers have counted in their own interval. */
    private static Seen withoutFaults(Seen seen) {
        Sight sight = seen.sight();
        return new Seen(
                seen.gateway(), seen.strain(), new Sight(sight.worker(), sight.requests(), sight.failures(), 0, 0));
    }

    private static Seen sum(Seen now, Seen before) {
        Sight a = now.sight();
        Sight b = before.sight();
        return new Seen(
                now.gateway(),
                now.strain(),
                new Sight(
                        a.worker(),
                        a.requests() + b.requests(),
                        a.failures() + b.failures(),
                        a.refused(),
                        a.framing()));
    }
}
