package dev.equipoise.gateway.operator;

import dev.equipoise.core.guard.Guards;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a service is balanced at one moment.
 *
 * @param policy the name of its policy
 * @param hashOn what consistent hashing hashes, as configured
 * @param workers those that are up and accept connections
 * @param seen those that the guards let the policy see
 * @param panicking whether so many stand out that none is taken out
 * @param guards in the order in which they act
 * @param standings of its workers, worst first and no more than {@value #MOST}: those that get less than all of their share
 */
record ServiceState(
        String policy,
        String hashOn,
        int workers,
        int seen,
        boolean panicking,
        List<Guards.State> guards,
        List<Standing> standings) {

    static final int MOST = 100;

    static ServiceState of(ServiceBalancer balancer, Map<String, Standing> standings) {
        return new ServiceState(
                balancer.policy(),
                balancer.hashOn().toString(),
                balancer.workers(),
                balancer.seen(),
                balancer.guards().panicking(),
                balancer.guards().states(),
                balancer.eligible().workers().stream()
                        .map(worker -> standings.get(worker.id()))
                        .filter(Objects::nonNull)
                        .filter(standing -> !standing.state().isUsable() || standing.multiplier() < Standing.FULL)
                        .sorted(Comparator.comparingDouble(Standing::score).thenComparing(Standing::worker))
                        .limit(MOST)
                        .toList());
    }
}
