package dev.equipoise.gateway.reputation;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import dev.equipoise.gateway.forward.Outcome;
import dev.equipoise.gateway.forward.Outcomes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what was seen of each worker since the counts were last taken. Any thread counts; a sight that falls together with
 * the taking may be lost.
 */
public final class Sightings implements Outcomes {

    /** Workers come and go, but not so many in an interval. */
    private static final int MOST = 100_000;

    private volatile Map<String, Counts> counts = new ConcurrentHashMap<>();

    private static final class Counts {
        private final LongAdder requests = new LongAdder();
        private final LongAdder failures = new LongAdder();
        private final LongAdder refused = new LongAdder();
        private final LongAdder framing = new LongAdder();

        /** Failures first: whoever counts raises the requests before them. */
        Sight sight(String worker) {
            int failed = saturated(failures);
            return new Sight(
                    worker, Math.max(failed, saturated(requests)), failed, saturated(refused), saturated(framing));
        }

        private static int saturated(LongAdder adder) {
            return (int) Math.min(Integer.MAX_VALUE, adder.sum());
        }
    }

    @Override
    public void saw(Worker worker, Outcome outcome) {
        Map<String, Counts> current = counts;
        Counts own = current.get(worker.id());
        if (own == null) {
            if (current.size() >= MOST) {
                return;
            }
            own = current.computeIfAbsent(worker.id(), id -> new Counts());
        }
        if (outcome == Outcome.REFUSED) {
            own.refused.increment();
            return;
        }
        own.requests.increment();
        if (outcome == Outcome.FRAMING) {
            own.framing.increment();
        }
        if (outcome != Outcome.SUCCEEDED) {
            own.failures.increment();
        }
    }

    /** What was seen, sorted by worker; counting begins anew. */
    List<Sight> take() {
        Map<String, Counts> taken = counts;
        counts = new ConcurrentHashMap<>();
        return new TreeMap<>(taken)
                .entrySet().stream()
                        .map(entry -> entry.getValue().sight(entry.getKey()))
                        .toList();
    }
}
