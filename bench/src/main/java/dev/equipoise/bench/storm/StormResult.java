package dev.equipoise.bench.storm;

import dev.equipoise.bench.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What came of a storm.
 *
 * @param allIn after this time every worker was in
 * @param joining what happened until then, and until the watch began
 * @param registryJoining the registry's processor time until all were in
 * @param serving in the fleet and up at the end, as the registry lists them
 * @param expired taken out because their lease had ended, by the registry's own count
 * @param heapBefore megabytes left by a full collection before the steady phase
 * @param heapAfter and after it
 * @param loadAverage of the machine at the end
 */
record StormResult(
        Setting setting,
        Duration allIn,
        Tally.Window joining,
        Duration registryJoining,
        List<Minute> minutes,
        int serving,
        long expired,
        int heapBefore,
        int heapAfter,
        double loadAverage) {

    /** Those who wanted to be in and are not. */
    int lost() {
        return setting.workers() - serving;
    }

    Latencies beats() {
        return Latencies.pooled(
                minutes.stream().map(minute -> minute.window().beats()).toList());
    }

    Map<String, Integer> failures() {
        Map<String, Integer> all = new TreeMap<>();
        minutes.forEach(minute -> minute.window().failures().forEach((what, n) -> all.merge(what, n, Integer::sum)));
        return all;
    }

    double perSecond() {
        return beats().count() / seconds(Minute::length);
    }

    /** Processor time for each heartbeat, in µs. */
    double microsPerBeat(Function<Minute, Duration> of) {
        return seconds(of) * 1e6 / Math.max(1, beats().count());
    }

    /** Processors kept busy. */
    double cores(Function<Minute, Duration> of) {
        return seconds(of) / seconds(Minute::length);
    }

    private double seconds(Function<Minute, Duration> of) {
        return minutes.stream().map(of).mapToLong(Duration::toNanos).sum() / 1e9;
    }
}
