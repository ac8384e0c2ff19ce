package dev.equipoise.gateway.operator;

import dev.equipoise.core.guard.Guards;
import dev.equipoise.gateway.balancing.ServiceBalancer;
import java.util.List;

/**
 * How a service is balanced at one moment.
 *
 * @param policy the name of its policy
 * @param hashOn what consistent hashing hashes, as configured
 * @param workers those that are up and accept connections
 * @param seen those that the guards let the policy see
 * @param panicking whether so many stand out that none is taken out
 * @param guards in the order in which they act
 */
record ServiceState(String policy, String hashOn, int workers, int seen, boolean panicking, List<Guards.State> guards) {

    static ServiceState of(ServiceBalancer balancer) {
        return new ServiceState(
                balancer.policy(),
                balancer.hashOn().toString(),
                balancer.workers(),
                balancer.seen(),
                balancer.guards().panicking(),
                balancer.guards().states());
    }
}
