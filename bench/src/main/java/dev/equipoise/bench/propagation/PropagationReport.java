package dev.equipoise.bench.propagation;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.MarkdownTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Changes as a table. */
final class PropagationReport {

    private static final int SMALL = 100;

    private PropagationReport() {}

    /** @param fleets the changes of each fleet, by its size */
    static String markdown(Map<Integer, List<Change>> fleets, Plan plan, double loadAverage) {
        StringBuilder text = new StringBuilder("# How soon a change reaches the picker\n\n");
        text.append(String.format(
                Locale.ROOT,
                "A worker leaves and comes back, %d times after %d that do not count (seed %d), while requests of a key that is"
                        + " its own go through a gateway with the policy `%s`. From the moment the request is sent to the"
                        + " registry until the answer of the first request that was picked otherwise: signature, Redis, change"
                        + " log, new picker, and the request itself are in it. One registry, one gateway, one Redis, Java %d,"
                        + " %d processors; load average at the end %.1f.%n%n",
                plan.changes(),
                plan.warmUp(),
                plan.seed(),
                plan.policy(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                loadAverage));
        text.append("How to read it: [README](../README.md#propagation).\n\n");
        MarkdownTable table = new MarkdownTable(List.of(
                "fleet and change",
                "changes",
                "p50, ms",
                "p90",
                "p99",
                "max",
                "goal, p99",
                "of which until the registry answered, p50, ms",
                "p99"));
        fleets.forEach((size, changes) -> {
            table.row(cells(size, "leaves", changes, Change::out, Change::outWritten));
            table.row(cells(size, "joins", changes, Change::in, Change::inWritten));
        });
        return text.append(table).toString();
    }

    private static List<String> cells(
            int size,
            String what,
            List<Change> changes,
            ToLongFunction<Change> picked,
            ToLongFunction<Change> written) {
        Latencies until = latencies(changes, picked);
        Latencies answered = latencies(changes, written);
        return List.of(
                String.format(Locale.ROOT, "%,d workers, one %s", size, what),
                Figures.whole(until.count()),
                Figures.millis(until.percentile(0.5)),
                Figures.millis(until.percentile(0.9)),
                Figures.millis(until.percentile(0.99)),
                Figures.millis(until.max()),
                size <= SMALL ? "100" : "500",
                Figures.millis(answered.percentile(0.5)),
                Figures.millis(answered.percentile(0.99)));
    }

    private static Latencies latencies(List<Change> changes, ToLongFunction<Change> of) {
        return Latencies.of(changes.stream().mapToLong(of).toArray());
    }
}
