package dev.equipoise.core.guard;

import dev.equipoise.core.hash.StringHash;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Comparator;
import java.util.List;

/**
 * Shows a balancer only {@code size} workers of a larger fleet, so that the number of connections does not grow with
 * balancers × workers. Which ones is decided by rendezvous hashing on the balancer's own name (gRPC proposal A68): each
 * balancer sees others, and a worker that comes or goes changes at most one place in each subset. Shares of the workers
 * are even only on average over the balancers.
 */
public final class Subsetting implements FleetGuard {

    private final String balancer;
    private final int size;
    private volatile int hidden;

    /** @param balancer the name of this balancer, different for each */
    public Subsetting(String balancer, int size) {
        if (size < 2) {
            throw new IllegalArgumentException("subsetting: a subset has at least 2 workers");
        }
        this.balancer = balancer;
        this.size = size;
    }

    @Override
    public String name() {
        return "subsetting";
    }

    @Override
    public int affected() {
        return hidden;
    }

    @Override
    public Fleet apply(Fleet fleet, long now) {
        hidden = Math.max(0, fleet.size() - size);
        if (hidden == 0) {
            return fleet;
        }
        List<Worker> subset = fleet.workers().stream()
                .map(worker -> new Ranked(worker, StringHash.of(balancer + '\0' + worker.id())))
                .sorted(Comparator.comparingLong(Ranked::rank).thenComparing(ranked -> ranked.worker.id()))
                .limit(size)
                .map(Ranked::worker)
                .toList();
        return Fleet.of(fleet.version(), subset);
    }

    private record Ranked(Worker worker, long rank) {}
}
