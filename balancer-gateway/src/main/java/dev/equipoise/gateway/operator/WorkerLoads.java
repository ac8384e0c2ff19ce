package dev.equipoise.gateway.operator;

import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import java.util.List;

/**
 * What this gateway knows of the workers of a service.
 *
 * @param workers those that are up and accept connections, sorted by id
 */
record WorkerLoads(List<Load> workers) {

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * @param inFlight requests sent to it and not ended
     * @param latencyMs moving average of its response time
     * @param successRate moving share of its calls that succeeded, in [0, 1]
     * @param successes and {@code failures}: calls that ended so since it is known
     * @param seen whether the guards let the policy see it
     */
    record Load(
            String id,
            int inFlight,
            double latencyMs,
            double successRate,
            long successes,
            long failures,
            boolean seen) {}

    static WorkerLoads of(ServiceBalancer balancer) {
        Fleet visible = balancer.visible();
        return new WorkerLoads(balancer.eligible().workers().stream()
                .map(worker -> load(worker, balancer.tracker().of(worker.id()), visible))
                .toList());
    }

    private static Load load(Worker worker, WorkerLoad load, Fleet visible) {
        return new Load(
                worker.id(),
                load.inFlight(),
                load.meanLatencyNanos() / NANOS_PER_MILLI,
                load.successRate(),
                load.successes(),
                load.failures(),
                visible.find(worker.id()) != null);
    }
}
