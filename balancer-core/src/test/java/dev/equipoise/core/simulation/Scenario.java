package dev.equipoise.core.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What is simulated. Immutable; each method makes another scenario.
 *
 * @param workers the fleet at the beginning, ids unique
 * @param changes in any order; those of the same moment happen in the order of this list
 */
public record Scenario(
        List<SimulatedWorker> workers, Traffic traffic, Gateways gateways, List<Change> changes, Span span) {

    public Scenario {
        workers = List.copyOf(workers);
        changes = List.copyOf(changes);
        Set<String> ids = new HashSet<>();
        for (SimulatedWorker worker : workers) {
            if (!ids.add(worker.id())) {
                throw new IllegalArgumentException("two workers with the id " + worker.id());
            }
        }
        changes.stream().filter(Change.Join.class::isInstance).map(Change::id).forEach(ids::add);
        for (Change change : changes) {
            if (change.at().isNegative()) {
                throw new IllegalArgumentException("a change happens at 0 or later");
            }
            if (!ids.contains(change.id())) {
                throw new IllegalArgumentException("there never is a worker " + change.id());
            }
        }
    }

    /** One gateway, a steady rate, no changes, 100,000 requests. */
    public static Scenario of(List<SimulatedWorker> workers, double requestsPerSecond) {
        return new Scenario(workers, Traffic.of(requestsPerSecond), Gateways.ONE, List.of(), Span.ofRequests(100_000));
    }

    /**
     * The scenario of the design: 10 workers with 8 slots, exponential 20 ms, {@code w-1} ten times slower.
     *
     * @param load share of what the ten could serve if all were healthy: of 4,000 requests per second
     */
    public static Scenario slowWorker(double load) {
        return slowWorker(load, ServiceTime.exponential(Duration.ofMillis(20)));
    }

    /** The same with another distribution of service times. */
    public static Scenario slowWorker(double load, ServiceTime serviceTime) {
        double capacity = 10 * 8 / (serviceTime.mean().toNanos() / 1e9);
        return of(SimulatedWorker.fleet(10, 8, serviceTime), load * capacity)
                .withWorker("w-1", worker -> worker.behaving(healthy -> healthy.slower(10)));
    }

    /**
     * One worker of the beginning is another.
     *
     * @throws IllegalArgumentException if there is none of this id
     */
    public Scenario withWorker(String id, UnaryOperator<SimulatedWorker> change) {
        if (workers.stream().noneMatch(worker -> worker.id().equals(id))) {
            throw new IllegalArgumentException("there is no worker " + id);
        }
        return withWorkers(worker -> worker.id().equals(id) ? change.apply(worker) : worker);
    }

    /** All workers of the beginning are others; those that join later stay as they are. */
    public Scenario withWorkers(UnaryOperator<SimulatedWorker> change) {
        List<SimulatedWorker> changed = workers.stream().map(change).toList();
        return new Scenario(changed, traffic, gateways, changes, span);
    }

    public Scenario with(Traffic traffic) {
        return new Scenario(workers, traffic, gateways, changes, span);
    }

    public Scenario with(Keys keys) {
        return with(traffic.with(keys));
    }

    public Scenario with(Gateways gateways) {
        return new Scenario(workers, traffic, gateways, changes, span);
    }

    public Scenario with(Span span) {
        return new Scenario(workers, traffic, gateways, changes, span);
    }

    public Scenario then(Change change) {
        List<Change> more = new ArrayList<>(changes);
        more.add(change);
        return new Scenario(workers, traffic, gateways, more, span);
    }

    /** From {@code at} on the worker behaves as it does in the beginning, changed like this. */
    public Scenario then(Duration at, String id, UnaryOperator<Behaviour> change) {
        for (SimulatedWorker worker : workers) {
            if (worker.id().equals(id)) {
                return then(new Change.Behave(at, id, change.apply(worker.behaviour())));
            }
        }
        throw new IllegalArgumentException("there is no worker " + id);
    }

    /** Every worker that is there or joins declares the slots it has. */
    public Scenario declaringSlots() {
        List<Change> declared = changes.stream()
                .map(change -> change instanceof Change.Join join
                        ? new Change.Join(join.at(), join.worker().declared())
                        : change)
                .toList();
        return new Scenario(workers, traffic, gateways, declared, span).withWorkers(SimulatedWorker::declared);
    }

    /** The ids of the workers with which something is wrong at some time, in alphabetical order. */
    public Set<String> impaired() {
        Set<String> impaired = new TreeSet<>();
        workers.stream().filter(worker -> worker.behaviour().isImpaired()).forEach(worker -> impaired.add(worker.id()));
        for (Change change : changes) {
            boolean bad = change instanceof Change.Join join
                    ? join.worker().behaviour().isImpaired()
                    : change instanceof Change.Behave behave
                            && behave.behaviour().isImpaired();
            if (bad) {
                impaired.add(change.id());
            }
        }
        return impaired;
    }
}
