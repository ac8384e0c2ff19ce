package dev.equipoise.bench.picks;

import dev.equipoise.bench.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The costs as tables, each beside what the same costs under {@value #BASE}. */
final class PicksReport {

    static final String BASE = "round-robin";

    private final Map<Measurement, Cost> costs;
    private final List<String> policies;

    /** @param policies in the order of the rows */
    PicksReport(Map<Measurement, Cost> costs, List<String> policies) {
        this.costs = costs;
        this.policies = policies;
    }

    String markdown(String setting) {
        StringBuilder text = new StringBuilder("# What a pick costs\n\n");
        text.append(setting).append("\n\nHow to read the columns: [README](../README.md#picks).\n");
        for (int workers : sizesOf("pick")) {
            text.append("\n## %,d workers\n\n".formatted(workers)).append(picks(workers));
        }
        for (int workers : sizesOf("rebuild")) {
            text.append("\n## A new picker when one of %,d workers leaves or comes back\n\n".formatted(workers));
            text.append(rebuilds(workers));
        }
        return text.toString();
    }

    private MarkdownTable picks(int workers) {
        List<Integer> threads = threadsAt(workers);
        List<String> head = new ArrayList<>(List.of("policy"));
        for (int count : threads) {
            String suffix = count == 1 ? ", 1 thread" : ", " + count + " threads";
            head.addAll(List.of("pick, ns" + suffix, "× " + BASE));
        }
        head.addAll(List.of("bytes per pick", "pick, start and end of a call, ns", "× " + BASE, "bytes"));
        MarkdownTable table = new MarkdownTable(head);
        for (String policy : policies) {
            List<String> row = new ArrayList<>(List.of(policy));
            for (int count : threads) {
                addTime(row, new Measurement("pick", policy, workers, count));
            }
            int fewest = threads.get(0);
            row.add(bytes(costs.get(new Measurement("pick", policy, workers, fewest))));
            Measurement request = new Measurement("request", policy, workers, fewest);
            addTime(row, request);
            row.add(bytes(costs.get(request)));
            table.row(row);
        }
        return table;
    }

    private MarkdownTable rebuilds(int workers) {
        MarkdownTable table = new MarkdownTable(List.of("policy", "µs", "× " + BASE, "bytes"));
        for (String policy : policies) {
            Measurement rebuild = new Measurement("rebuild", policy, workers, 1);
            List<String> row = new ArrayList<>(List.of(policy));
            addTime(row, rebuild);
            row.add(bytes(costs.get(rebuild)));
            table.row(row);
        }
        return table;
    }

    private void addTime(List<String> row, Measurement measurement) {
        Cost cost = costs.get(measurement);
        Cost base = costs.get(measurement.of(BASE));
        row.add(cost == null ? "" : time(cost));
        row.add(cost == null || base == null ? "" : figure(cost.time() / base.time()));
    }

    private static String time(Cost cost) {
        return "%s (%s–%s)".formatted(figure(cost.time()), figure(cost.least()), figure(cost.most()));
    }

    private static String bytes(@Nullable Cost cost) {
        return cost == null ? "" : String.format(Locale.ROOT, "%,.0f", cost.bytes());
    }

    /** Three digits or so. */
    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }

    private Set<Integer> sizesOf(String benchmark) {
        TreeSet<Integer> sizes = new TreeSet<>();
        costs.keySet().stream()
                .filter(measurement -> measurement.benchmark().equals(benchmark))
                .forEach(measurement -> sizes.add(measurement.workers()));
        return sizes;
    }

    private List<Integer> threadsAt(int workers) {
        return costs.keySet().stream()
                .filter(measurement -> measurement.benchmark().equals("pick") && measurement.workers() == workers)
                .map(Measurement::threads)
                .distinct()
                .sorted()
                .toList();
    }
}
