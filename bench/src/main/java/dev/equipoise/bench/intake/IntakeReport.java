package dev.equipoise.bench.intake;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.MarkdownTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Intakes as a table, one column each. */
public final class IntakeReport {

    private static final double MIB = 1 << 20;

    private IntakeReport() {}

    /** @param flags of the service's JVM */
    public static String markdown(List<IntakeResult> results, List<String> flags) {
        StringBuilder text = new StringBuilder("## Intake\n\n");
        text.append("An observation is what one gateway saw of one worker in ten seconds. One reputation service (`")
                .append(String.join(" ", flags))
                .append(
                        "`), one Redis 7.0 in memory, the gateways and their Ed25519 signatures on the same machine.\n\n");
        List<String> titles = results.stream()
                .map(result -> result.plan().gateways() + " gateways × "
                        + result.plan().workers() + " workers")
                .toList();
        MarkdownTable table = new MarkdownTable(concat("", titles));
        row(
                table,
                "observations/s",
                results,
                result -> Figures.whole(result.plan().perSecond()));
        row(table, "s", results, result -> Figures.whole(result.plan().intervals() * IntakePlan.INTERVAL / 1000.0));
        row(table, "reports", results, result -> Figures.whole(result.reports()));
        row(table, "taken", results, result -> Figures.whole(result.answers().count()) + others(result.refused()));
        row(table, "counted", results, result -> Figures.whole(result.counted()));
        row(table, "answer p50 / p99 / max, ms", results, result -> times(result.answers()));
        row(table, "reports waiting, at most", results, result -> Figures.whole(result.waiting()));
        row(
                table,
                "none waiting, after the end of the interval, p50 / max, ms",
                results,
                result -> two(result.emptied()));
        row(table, "judged, after the end of the interval, p50 / max, ms", results, result -> two(result.judged()));
        row(
                table,
                "processor, service, s",
                results,
                result -> Figures.times(result.service().toMillis() / 1e3));
        row(
                table,
                "processor, Redis, s",
                results,
                result -> Figures.times(result.redis().toMillis() / 1e3));
        row(table, "memory of the service, MiB", results, result -> Figures.whole(result.residentBytes() / MIB));
        row(
                table,
                "load average of the machine",
                results,
                result -> String.format(Locale.ROOT, "%.1f", result.loadAverage()));
        return text.append(table).toString();
    }

    /** What stands in a cell. */
    @FunctionalInterface
    private interface Cell {
        String of(IntakeResult result);
    }

    private static void row(MarkdownTable table, String what, List<IntakeResult> results, Cell cell) {
        table.row(concat(what, results.stream().map(cell::of).toList()));
    }

    private static List<String> concat(String first, List<String> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }

    private static String others(Map<String, Integer> refused) {
        return refused.isEmpty() ? "" : "; " + refused;
    }

    private static String times(Latencies times) {
        return Figures.millis(times.percentile(0.5)) + " / " + Figures.millis(times.percentile(0.99)) + " / "
                + Figures.millis(times.max());
    }

    private static String two(Latencies times) {
        return Figures.millis(times.percentile(0.5)) + " / " + Figures.millis(times.max());
    }
}
