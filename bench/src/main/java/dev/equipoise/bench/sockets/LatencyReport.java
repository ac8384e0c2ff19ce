package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.MarkdownTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Response times behind each balancer, as tables and plots. */
final class LatencyReport {

    static final String ORACLE = "oracle";

    private final List<Turn> turns;
    private final List<Balancer> balancers;
    private final FleetShape shape;
    private final Map<Integer, Latencies> oracle = new TreeMap<>();

    /**
     * @param turns at least one of each balancer for each load and round of the plan
     * @param balancers in the order of the rows
     */
    LatencyReport(List<Turn> turns, List<Balancer> balancers, Plan plan, Stage stage, FleetShape shape) {
        this.turns = turns;
        this.balancers = balancers;
        this.shape = shape;
        for (int load : plan.loads()) {
            List<Latencies> rounds = new ArrayList<>();
            for (int round = 1; round <= plan.rounds(); round++) {
                rounds.add(Oracle.latencies(plan.schedule(stage, shape, round, load), shape));
            }
            oracle.put(load, Latencies.pooled(rounds));
        }
    }

    String markdown(String setting) {
        StringBuilder text = new StringBuilder("# Response times with one slow worker\n\n");
        text.append(setting).append("\n\nHow to read it: [README](../README.md#sockets).\n");
        for (int load : oracle.keySet()) {
            text.append("\n## %d %% load, %s requests/s\n\n"
                    .formatted(load, Figures.whole(shape.nominalCapacity() * load / 100)));
            text.append("![response times](")
                    .append(plotName(load))
                    .append(")\n\n")
                    .append(pooled(load));
            text.append("\nRound by round:\n\n").append(rounds(load));
        }
        return text.toString();
    }

    /** The plots by their file names. */
    Map<String, String> plots() {
        Map<String, String> plots = new TreeMap<>();
        for (int load : oracle.keySet()) {
            Map<String, Latencies> lines = new LinkedHashMap<>();
            turnsByBalancer(load).forEach((balancer, played) -> lines.put(balancer, pooled(played)));
            lines.put(ORACLE, oracle(load));
            plots.put(
                    plotName(load),
                    CcdfPlot.of("One of 10 workers 10 times slower, %d %% load".formatted(load), lines));
        }
        return plots;
    }

    private static String plotName(int load) {
        return "sockets-" + load + ".svg";
    }

    private MarkdownTable pooled(int load) {
        MarkdownTable table = new MarkdownTable(List.of(
                "balancer",
                "p50, ms",
                "p99",
                "p99.9",
                "max",
                "p99.9 ÷ oracle",
                "failed",
                "slow worker",
                "CPU, ms per 1,000"));
        turnsByBalancer(load).forEach((balancer, played) -> {
            Latencies all = pooled(played);
            int failed = played.stream().mapToInt(turn -> turn.sent().failed()).sum();
            table.row(List.of(
                    balancer,
                    Figures.millis(all.percentile(0.5)),
                    Figures.millis(all.percentile(0.99)),
                    Figures.millis(all.percentile(0.999)),
                    Figures.millis(all.max()),
                    Figures.times(all.percentile(0.999) / oracle(load).percentile(0.999)),
                    failures(failed, played),
                    Figures.percent(mean(played, turn -> turn.sent().shareOf(shape.slowWorker()))),
                    Figures.whole(mean(played, turn -> turn.usage().balancerMillis()))));
        });
        Latencies best = oracle(load);
        table.row(List.of(
                ORACLE,
                Figures.millis(best.percentile(0.5)),
                Figures.millis(best.percentile(0.99)),
                Figures.millis(best.percentile(0.999)),
                Figures.millis(best.max()),
                "1.00",
                "0",
                "",
                ""));
        return table;
    }

    private static String failures(int failed, List<Turn> played) {
        Map<String, Integer> reasons = new TreeMap<>();
        played.forEach(
                turn -> turn.sent().failures().forEach((what, count) -> reasons.merge(what, count, Integer::sum)));
        return failed == 0 ? "0" : failed + " " + reasons;
    }

    private MarkdownTable rounds(int load) {
        MarkdownTable table = new MarkdownTable(List.of(
                "round and balancer",
                "requests",
                "p50, ms",
                "p99",
                "p99.9",
                "max",
                "failed",
                "slow worker",
                "machine busy",
                "generator late, p99.9, ms"));
        turns.stream().filter(turn -> turn.load() == load).forEach(turn -> {
            Latencies all = turn.sent().latencies();
            table.row(List.of(
                    turn.round() + " " + turn.balancer().title(),
                    Figures.whole(all.count()),
                    Figures.millis(all.percentile(0.5)),
                    Figures.millis(all.percentile(0.99)),
                    Figures.millis(all.percentile(0.999)),
                    Figures.millis(all.max()),
                    failures(turn.sent().failed(), List.of(turn)),
                    Figures.percent(turn.sent().shareOf(shape.slowWorker())),
                    Figures.percent(turn.usage().machineBusy()),
                    Figures.millis(turn.sent().lag().percentile(0.999))));
        });
        return table;
    }

    private Map<String, List<Turn>> turnsByBalancer(int load) {
        Map<String, List<Turn>> played = new LinkedHashMap<>();
        for (Balancer balancer : balancers) {
            played.put(
                    balancer.title(),
                    turns.stream()
                            .filter(turn ->
                                    turn.load() == load && turn.balancer().equals(balancer))
                            .toList());
        }
        return played;
    }

    private Latencies oracle(int load) {
        return oracle.getOrDefault(load, Latencies.of(new long[0]));
    }

    private static Latencies pooled(List<Turn> played) {
        return Latencies.pooled(
                played.stream().map(turn -> turn.sent().latencies()).toList());
    }

    private static double mean(List<Turn> played, ToDoubleFunction<Turn> figure) {
        return played.stream().mapToDouble(figure).average().orElse(0);
    }
}
