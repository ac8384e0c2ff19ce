package dev.equipoise.core.policy;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.WorkerLoad;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The worker with the fewest requests in flight per weight; among equals one at random in proportion to the weights, so
 * that an idle fleet shares evenly too. When to use it: requests of very different duration, long-lived connections. Looks at every worker: O(n), meant for fleets of hundreds rather than thousands.
 */
final class LeastConnections implements LoadBalancingPolicy {

    private final LoadTracker tracker;
    private final Supplier<RandomGenerator> random;

    LeastConnections(LoadTracker tracker, Supplier<RandomGenerator> random) {
        this.tracker = tracker;
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        Worker[] workers = fleet.workers().toArray(new Worker[0]);
        WorkerLoad[] loads = new WorkerLoad[workers.length];
        for (int i = 0; i < workers.length; i++) {
            loads[i] = tracker.of(workers[i].id());
        }
        return request -> pick(request, workers, loads);
    }

    private @Nullable Worker pick(PickRequest request, Worker[] workers, WorkerLoad[] loads) {
        RandomGenerator bits = random.get();
        Worker best = null;
        double least = Double.POSITIVE_INFINITY;
        double weightOfEquals = 0;
        for (int i = 0; i < workers.length; i++) {
            Worker worker = workers[i];
            double load = loads[i].inFlight() / worker.weight();
            if (request.tried().contains(worker.id())) {
                continue;
            }
            PickTrace trace = request.trace();
            if (trace != null) {
                trace.considered(
                        worker, load, Map.of("inFlight", (double) loads[i].inFlight(), "weight", worker.weight()));
            }
            if (load > least) {
                continue;
            }
            weightOfEquals = load < least ? worker.weight() : weightOfEquals + worker.weight();
            // Reservoir sampling: one pass, each of the equals in proportion to its weight.
            if (load < least || bits.nextDouble() * weightOfEquals < worker.weight()) {
                best = worker;
            }
            least = load;
        }
        return best;
    }
}
