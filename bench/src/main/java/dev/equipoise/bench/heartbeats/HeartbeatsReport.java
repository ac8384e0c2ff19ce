package dev.equipoise.bench.heartbeats;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.MarkdownTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Turns as tables. */
final class HeartbeatsReport {

    private HeartbeatsReport() {}

    static String markdown(List<Turn> turns, Plan plan, List<String> flags, double loadAverage) {
        return "# What a heartbeat costs, beside Eureka\n\n"
                + setting(turns, plan, flags, loadAverage)
                + "\n\nHow to read it: [README](../README.md#heartbeats).\n\n"
                + summary(turns)
                + "\nTurn by turn:\n\n"
                + rounds(turns);
    }

    private static String setting(List<Turn> turns, Plan plan, List<String> flags, double loadAverage) {
        double busiest = turns.stream().mapToDouble(Turn::machineBusy).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "%,d instances, each with a heartbeat every %.1f s: %,.0f a second, at the same moments for both (seed %d),"
                        + " over %d keep-alive connections. %d rounds of %d s for each in turn, after %d s to warm up. Java %d,"
                        + " `%s` for both, %d processors, the busiest turn kept %.0f %% of them busy; load average at the end"
                        + " %.1f. Ours are signed, checked, protected against replay and kept in Redis; Eureka's are none of"
                        + " that.",
                plan.instances(),
                plan.interval().toMillis() / 1e3,
                plan.perSecond(),
                plan.seed(),
                plan.connections(),
                plan.rounds(),
                plan.measured().toSeconds(),
                plan.warmUp().toSeconds(),
                Runtime.version().feature(),
                String.join(" ", flags),
                Runtime.getRuntime().availableProcessors(),
                busiest * 100,
                loadAverage);
    }

    private static MarkdownTable summary(List<Turn> turns) {
        MarkdownTable table = new MarkdownTable(List.of(
                "registry",
                "service, µs per heartbeat",
                "Redis",
                "sum",
                "÷ Eureka",
                "p50, ms",
                "p99",
                "p99.9",
                "max",
                "failed"));
        Map<String, List<Turn>> byTitle = byTitle(turns);
        List<Turn> peer = byTitle.getOrDefault(Eureka.TITLE, List.of());
        byTitle.forEach((title, played) -> {
            Latencies all = Latencies.pooled(
                    played.stream().map(turn -> turn.beats().latencies()).toList());
            double sum = median(played, Turn::micros);
            table.row(List.of(
                    title,
                    Figures.whole(median(played, Turn::serviceMicros)),
                    Figures.whole(median(played, Turn::storeMicros)),
                    Figures.whole(sum),
                    peer.isEmpty() ? "" : Figures.times(sum / median(peer, Turn::micros)),
                    Figures.millis(all.percentile(0.5)),
                    Figures.millis(all.percentile(0.99)),
                    Figures.millis(all.percentile(0.999)),
                    Figures.millis(all.max()),
                    failed(played)));
        });
        return table;
    }

    private static MarkdownTable rounds(List<Turn> turns) {
        MarkdownTable table = new MarkdownTable(List.of(
                "round and registry",
                "heartbeats",
                "service, µs per heartbeat",
                "Redis",
                "p50, ms",
                "p99",
                "max",
                "failed",
                "machine busy"));
        for (Turn turn : turns) {
            Latencies all = turn.beats().latencies();
            table.row(List.of(
                    turn.round() + " " + turn.contender(),
                    Figures.whole(all.count()),
                    Figures.whole(turn.serviceMicros()),
                    Figures.whole(turn.storeMicros()),
                    Figures.millis(all.percentile(0.5)),
                    Figures.millis(all.percentile(0.99)),
                    Figures.millis(all.max()),
                    failed(List.of(turn)),
                    Figures.percent(turn.machineBusy())));
        }
        return table;
    }

    private static Map<String, List<Turn>> byTitle(List<Turn> turns) {
        Map<String, List<Turn>> byTitle = new LinkedHashMap<>();
        turns.forEach(turn -> byTitle.computeIfAbsent(turn.contender(), title -> new ArrayList<>())
                .add(turn));
        return byTitle;
    }

    private static String failed(List<Turn> played) {
        Map<String, Integer> reasons = new TreeMap<>();
        played.forEach(turn -> turn.beats().failures().forEach((what, n) -> reasons.merge(what, n, Integer::sum)));
        int all = reasons.values().stream().mapToInt(Integer::intValue).sum();
        return all == 0 ? "0" : all + " " + reasons;
    }

    /** The middle one of the turns, or the mean of the middle two. */
    private static double median(List<Turn> played, ToDoubleFunction<Turn> figure) {
        double[] sorted = played.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
