package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.MarkdownTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How evenly and how faithfully hashing places keys of which few are asked for often. */
final class HashReport {

    private final List<Turn> turns;
    private final FleetShape shape;

    HashReport(List<Turn> turns, FleetShape shape) {
        this.turns = turns;
        this.shape = shape;
    }

    String markdown(String setting) {
        MarkdownTable table = new MarkdownTable(List.of(
                "balancer",
                "busiest worker ÷ mean",
                "keys on several workers",
                "requests at their key's worker",
                "p99, ms",
                "failed"));
        Map<Balancer, List<Turn>> byBalancer =
                turns.stream().collect(Collectors.groupingBy(Turn::balancer, LinkedHashMap::new, Collectors.toList()));
        byBalancer.forEach((balancer, played) -> {
            table.row(row(balancer.title(), played));
            if (played.size() > 1) {
                played.forEach(turn -> table.row(row("– round " + turn.round(), List.of(turn))));
            }
        });
        return "# Hashing with hot keys\n\n" + setting + "\n\nHow to read it: [README](../README.md#hashing).\n\n"
                + table;
    }

    private List<String> row(String title, List<Turn> played) {
        List<Sent> sent = played.stream().map(Turn::sent).toList();
        KeySpread spread = KeySpread.of(sent, shape.workers());
        List<String> row = new ArrayList<>(List.of(title));
        row.add(Figures.times(spread.maxOverMean()));
        row.add(Figures.percent(spread.split()));
        row.add(Figures.percent(spread.atHome()));
        row.add(Figures.millis(
                Latencies.pooled(sent.stream().map(Sent::latencies).toList()).percentile(0.99)));
        row.add(Figures.whole(sent.stream().mapToInt(Sent::failed).sum()));
        return row;
    }
}
