package dev.equipoise.bench.effect;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.MarkdownTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What clients saw, as a table for each policy. */
final class EffectReport {

    private static final int MOST_ROWS = 6;

    private EffectReport() {}

    /** @param results by policy */
    static String markdown(Map<Plan, Map<Side, Counts>> results, double loadAverage) {
        StringBuilder text = new StringBuilder("# What reputation saves clients\n\n");
        Plan any = results.keySet().iterator().next();
        text.append(String.format(
                Locale.ROOT,
                "%d workers, of which %d close the connection instead of answering %.0f %% of their requests. Two pairs of gateways"
                        + " over the same fleet at the same time, each pair with %d GETs a second and one other try; one pair acts on"
                        + " standings and reports, the other does neither. Everything else is as by default: workers begin as"
                        + " strangers on probation. Java %d, %d processors, load average at the end %.1f, seed %d.%n%n",
                any.workers(),
                any.failing(),
                100 * any.ratio(),
                any.perSecond(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                loadAverage,
                any.seed()));
        text.append("How to read it: [README](../README.md#effect-of-reputation).\n");
        results.forEach((plan, sides) -> {
            text.append("\n## `").append(plan.policy()).append("`\n\n");
            MarkdownTable table = new MarkdownTable(List.of(
                    "minutes",
                    "requests of a side",
                    "failed tries, without",
                    "with",
                    "failed for clients, without",
                    "with"));
            int step = Math.max(1, (plan.minutes() + MOST_ROWS - 1) / MOST_ROWS);
            for (int from = 0; from < plan.minutes(); from += step) {
                row(table, sides, from, Math.min(plan.minutes(), from + step));
            }
            row(table, sides, 0, plan.minutes());
            text.append(table);
        });
        return text.toString();
    }

    private static void row(MarkdownTable table, Map<Side, Counts> sides, int from, int to) {
        Counts without = Objects.requireNonNull(sides.get(Side.WITHOUT));
        Counts with = Objects.requireNonNull(sides.get(Side.WITH));
        table.row(List.of(
                from + " to " + to,
                Figures.whole(with.requests(from, to)),
                share(without.failedTries(from, to), without.requests(from, to)),
                share(with.failedTries(from, to), with.requests(from, to)),
                share(without.failed(from, to), without.requests(from, to)),
                share(with.failed(from, to), with.requests(from, to))));
    }

    private static String share(long some, long all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%d (%.3f %%)", some, 100.0 * some / all);
    }
}
