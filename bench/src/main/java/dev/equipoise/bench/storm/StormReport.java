package dev.equipoise.bench.storm;

import dev.equipoise.bench.Figures;
import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.MarkdownTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Storms as tables. */
final class StormReport {

    private static final double MIB = 1024 * 1024;

    private StormReport() {}

    static String markdown(List<StormResult> storms, List<String> flags) {
        StringBuilder text = new StringBuilder("# A storm of joins, and the heartbeats after it\n\n");
        Setting first = storms.get(0).setting();
        text.append(String.format(
                Locale.ROOT,
                "%,d workers, seed %d, over %d keep-alive connections. Each wants to join at some moment of %d s, signs"
                        + " with an enrolled HMAC key, and from then on sends a heartbeat every %d s, give or take a tenth,"
                        + " signed with the session key of its lease; leases live for %d s. One registry, started fresh (Java"
                        + " %d, `%s`), one Redis 7.0 in memory, %d processors for them and the workers.%n%n",
                first.workers(),
                first.seed(),
                first.connections(),
                first.jitter().toSeconds(),
                first.heartbeat().toSeconds(),
                first.heartbeat().toSeconds() * 3,
                Runtime.version().feature(),
                String.join(" ", flags),
                Runtime.getRuntime().availableProcessors()));
        text.append("How to read it: [README](../README.md#storm).\n");
        for (StormResult storm : storms) {
            text.append("\n## ")
                    .append(
                            storm.setting().called()
                                    ? "The registry calls every worker that joins"
                                    : "The registry calls nobody")
                    .append("\n\n")
                    .append(summary(storm))
                    .append("\nMinute by minute:\n\n")
                    .append(minutes(storm));
        }
        return text.toString();
    }

    private static MarkdownTable summary(StormResult storm) {
        Latencies joins = storm.joining().joins();
        Latencies beats = storm.beats();
        MarkdownTable table = new MarkdownTable(List.of("what", "measured", "goal"));
        table.row(List.of("all in after, s", seconds(storm.allIn().toNanos() / 1e9), "60"));
        table.row(List.of("a join, p50 / p99 / max, ms", joins(joins), ""));
        table.row(List.of(
                "registrations refused or unanswered, and retried",
                counts(storm.joining().retried()),
                ""));
        table.row(List.of("lost: not up at the end", Figures.whole(storm.lost()), "0"));
        table.row(List.of(
                "registry until all were in, processors",
                Figures.times(storm.registryJoining().toNanos()
                        / (double) storm.allIn().toNanos()),
                ""));
        table.row(List.of("heartbeats per second", Figures.whole(storm.perSecond()), ""));
        table.row(List.of(
                "a heartbeat, p50 / p99 / p99.9 / max, ms",
                String.join(
                        " / ",
                        Figures.millis(beats.percentile(0.5)),
                        Figures.millis(beats.percentile(0.99)),
                        Figures.millis(beats.percentile(0.999)),
                        Figures.millis(beats.max())),
                "p99 100"));
        table.row(List.of("heartbeats failed", counts(storm.failures()), "0"));
        table.row(List.of("expired, all of them falsely", Figures.whole(storm.expired()), "0"));
        table.row(List.of("registry, µs per heartbeat", Figures.whole(storm.microsPerBeat(Minute::registry)), ""));
        table.row(List.of("Redis, µs per heartbeat", Figures.whole(storm.microsPerBeat(Minute::redis)), ""));
        table.row(List.of("registry, processors", Figures.times(storm.cores(Minute::registry)), "1"));
        table.row(List.of("Redis, processors", Figures.times(storm.cores(Minute::redis)), ""));
        table.row(List.of(
                "heap after a full collection, before and after, MiB",
                storm.heapBefore() + " → " + storm.heapAfter(),
                "the same"));
        table.row(List.of("load average at the end", Figures.times(storm.loadAverage()), ""));
        return table;
    }

    private static MarkdownTable minutes(StormResult storm) {
        MarkdownTable table = new MarkdownTable(List.of(
                "minute",
                "heartbeats",
                "p50, ms",
                "p99",
                "max",
                "failed",
                "registry, processors",
                "Redis, processors",
                "heap left, MiB",
                "longest pause, ms",
                "registry resident, MiB",
                "Redis resident, MiB"));
        int number = 1;
        for (Minute minute : storm.minutes()) {
            Latencies beats = minute.window().beats();
            double nanos = minute.length().toNanos();
            table.row(List.of(
                    Integer.toString(number++),
                    Figures.whole(beats.count()),
                    Figures.millis(beats.percentile(0.5)),
                    Figures.millis(beats.percentile(0.99)),
                    Figures.millis(beats.max()),
                    Figures.whole(minute.window().failed()),
                    Figures.times(minute.registry().toNanos() / nanos),
                    Figures.times(minute.redis().toNanos() / nanos),
                    minute.heapMegabytes() < 0 ? "" : Integer.toString(minute.heapMegabytes()),
                    Figures.millis(minute.longestPause()),
                    Figures.whole(minute.registryBytes() / MIB),
                    Figures.whole(minute.redisBytes() / MIB)));
        }
        return table;
    }

    private static String joins(Latencies joins) {
        return String.join(
                " / ",
                Figures.millis(joins.percentile(0.5)),
                Figures.millis(joins.percentile(0.99)),
                Figures.millis(joins.max()));
    }

    private static String counts(Map<String, Integer> counts) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return all == 0 ? "0" : Figures.whole(all) + " " + counts;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
