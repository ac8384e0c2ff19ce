package dev.equipoise.core.membership;

import java.net.URI;
import java.util.Set;

/**
 * One member of the fleet as a balancer sees it. Immutable: a change is a new worker in a new {@link Fleet}.
 *
 * @param id stable name, unique in the fleet; statistics and hash rings are keyed by it
 * @param uri where requests go: {@code http://host:port}
 * @param services the service types it serves
 * @param zone where it runs; empty where it did not say
 * @param capacity what it says it can carry
 * @param weight its share of traffic relative to others, in [{@value #MIN_WEIGHT}, {@value #MAX_WEIGHT}]
 * @param status where it stands in its life
 * @param sequence its place in the order of registration, lowest first; kept while its lease lives
 * @param epoch number of the registration that put it here; a higher one is a newer process
 */
public record Worker(
        String id,
        URI uri,
        Set<String> services,
        String zone,
        Capacity capacity,
        double weight,
        WorkerStatus status,
        long sequence,
        long epoch) {

    public static final double MIN_WEIGHT = 0.01;
    public static final double MAX_WEIGHT = 1000;

    /** The service of workers and routes that name none. */
    public static final String DEFAULT_SERVICE = "default";

    public Worker {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a worker has an id");
        }
        if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
            throw new IllegalArgumentException("weight must be in [" + MIN_WEIGHT + ", " + MAX_WEIGHT + "]: " + weight);
        }
        services = Set.copyOf(services);
    }

    /** A worker of the {@link #DEFAULT_SERVICE} with weight 1, up, and nothing else declared. */
    public static Worker of(String id, URI uri) {
        return new Worker(id, uri, Set.of(DEFAULT_SERVICE), "", Capacity.UNDECLARED, 1.0, WorkerStatus.UP, 0, 0);
    }

    public Worker withServices(Set<String> services) {
        return new Worker(id, uri, services, zone, capacity, weight, status, sequence, epoch);
    }

    public Worker withCapacity(Capacity capacity) {
        return new Worker(id, uri, services, zone, capacity, weight, status, sequence, epoch);
    }

    public Worker withWeight(double weight) {
        return new Worker(id, uri, services, zone, capacity, weight, status, sequence, epoch);
    }

    public Worker withStatus(WorkerStatus status) {
        return new Worker(id, uri, services, zone, capacity, weight, status, sequence, epoch);
    }

    /** The same worker at another place in the order of registration. */
    public Worker withSequence(long sequence) {
        return new Worker(id, uri, services, zone, capacity, weight, status, sequence, epoch);
    }

    /** Whether it is offered new requests. */
    public boolean serves() {
        return status == WorkerStatus.UP || status == WorkerStatus.SUSPECT;
    }
}
