package dev.equipoise.bench.reputation;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.MarkdownTable;
import java.util.List;
import java.util.Locale;

/** The figures as tables, beside what they are held to. */
final class ReputationReport {

    private static final double MIB = 1 << 20;

    private ReputationReport() {}

    /**
     * @param fused observations in one fusion
     * @param loadAverage of the machine at the end
     */
    static String markdown(
            List<Replay> replays,
            Latencies facts,
            Latencies explanations,
            Latencies fusions,
            int fused,
            double loadAverage) {
        StringBuilder text = new StringBuilder("# From facts to scores\n\n");
        text.append(String.format(
                Locale.ROOT,
                "One thread, Java %d, serial collector, %d processors; load average at the end %.1f.%n%n",
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                loadAverage));
        text.append("How to read it: [README](../README.md#reputation).\n\n## Replay of a whole log\n\n");
        MarkdownTable whole = new MarkdownTable(List.of(
                "round", "facts", "workers", "s", "goal, s", "facts/s", "of which making them, s", "heap, MiB"));
        for (int round = 0; round < replays.size(); round++) {
            Replay replay = replays.get(round);
            whole.row(List.of(
                    Integer.toString(round + 1),
                    Figures.whole(replay.facts()),
                    Figures.whole(replay.workers()),
                    Figures.times(replay.seconds()),
                    "60",
                    Figures.whole(replay.perSecond()),
                    Figures.times(replay.making() / 1e9),
                    Figures.whole(replay.heapBytes() / MIB)));
        }
        text.append(whole).append("\n## Single steps\n\n");
        MarkdownTable steps =
                new MarkdownTable(List.of("step", "times", "p50, µs", "p99", "p99.9", "max", "goal, p99"));
        steps.row(cells("a fact is added, its worker's score asked for", facts, "1,000"));
        steps.row(cells("a score is explained", explanations, ""));
        steps.row(cells("%,d observations of an interval are fused".formatted(fused), fusions, ""));
        return text.append(steps).toString();
    }

    private static List<String> cells(String step, Latencies latencies, String goal) {
        return List.of(
                step,
                Figures.whole(latencies.count()),
                micros(latencies, 0.5),
                micros(latencies, 0.99),
                micros(latencies, 0.999),
                micros(latencies, 1),
                goal);
    }

    private static String micros(Latencies latencies, double share) {
        return Figures.millis(latencies.percentile(share) * 1_000);
    }
}
