package dev.equipoise.gateway.reputation;

import dev.equipoise.core.reputation.GatewayReport;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is to be reported: a body for each {@value GatewayReport#MOST_AT_ONCE} workers of each interval in which any worker was seen. The last
 * {@value #KEPT} such intervals are kept until they are taken. One thread uses it.
 */
final class Observations {

    static final int KEPT = 60;

    private final JsonMapper json;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(long interval, Deque<byte[]> bodies) {}

    /** The body of a report. */
    record Report(long interval, int strain, List<Seen> workers) {}

    record Seen(String id, int requests, int failures, int refused, int framing) {}

    Observations(JsonMapper json) {
        this.json = json;
    }

    /** Of an interval that is over. */
    void add(long interval, int strain, List<Sight> sights) {
        if (sights.isEmpty()) {
            return;
        }
        Deque<byte[]> bodies = new ArrayDeque<>();
        for (int from = 0; from < sights.size(); from += GatewayReport.MOST_AT_ONCE) {
            List<Seen> workers = new ArrayList<>();
            for (Sight sight : sights.subList(from, Math.min(sights.size(), from + GatewayReport.MOST_AT_ONCE))) {
                workers.add(
                        new Seen(sight.worker(), sight.requests(), sight.failures(), sight.refused(), sight.framing()));
            }
            bodies.add(json.writeValueAsBytes(new Report(interval, strain, workers)));
        }
        if (waiting.size() == KEPT) {
            waiting.remove();
        }
        waiting.add(new Waiting(interval, bodies));
    }

    /** The oldest body that was not taken; null if there is none. */
    byte @Nullable [] next() {
        Waiting oldest = waiting.peek();
        return oldest == null ? null : oldest.bodies.element();
    }

    /** The {@link #next} need not be sent again. */
    void taken() {
        Waiting oldest = waiting.element();
        oldest.bodies.remove();
        if (oldest.bodies.isEmpty()) {
            waiting.remove();
        }
    }

    /** How many intervals are not reported yet. */
    int size() {
        return waiting.size();
    }
}
