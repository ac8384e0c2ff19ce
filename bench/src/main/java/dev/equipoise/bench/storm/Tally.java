package dev.equipoise.bench.storm;

import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What happened to the workers of a swarm. For one thread, the swarm's. */
final class Tally {

    private final Samples joins = new Samples();
    private final Samples beats = new Samples();
    private final Map<String, Integer> retried = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private int leasesLost;

    void joined(long nanos) {
        joins.add(nanos);
    }

    /** A registration was refused, or not answered, and is tried again later. */
    void retried(String outcome) {
        retried.merge(outcome, 1, Integer::sum);
    }

    void beat(long nanos) {
        beats.add(nanos);
    }

    void beatFailed(String outcome) {
        failures.merge(outcome, 1, Integer::sum);
    }

    /** The registry does not know the lease any more: the worker expired. */
    void leaseLost() {
        leasesLost++;
    }

    /** What happened since the last time this was asked. */
    Window take() {
        Window window =
                new Window(joins.take(), new TreeMap<>(retried), beats.take(), new TreeMap<>(failures), leasesLost);
        retried.clear();
        failures.clear();
        leasesLost = 0;
        return window;
    }

    /**
     * What happened in some time.
     *
     * @param joins from the moment a worker wanted to join until it was in
     * @param retried registrations that did not get through at once, by what happened
     * @param beats from the moment a heartbeat was due until it was answered with success
     * @param failures the other heartbeats, by what happened
     * @param leasesLost heartbeats that were answered by a lease's being gone
     */
    record Window(
            Latencies joins,
            Map<String, Integer> retried,
            Latencies beats,
            Map<String, Integer> failures,
            int leasesLost) {

        int failed() {
            return failures.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
