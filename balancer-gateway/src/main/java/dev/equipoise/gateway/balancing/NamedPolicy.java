package dev.equipoise.gateway.balancing;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A policy and the name it is known by. */
record NamedPolicy(String name, LoadBalancingPolicy policy) {

    /** @throws UnknownPolicyException if there is no policy of this name */
    static NamedPolicy of(String name, LoadTracker tracker, Supplier<RandomGenerator> random) {
        if (!LoadBalancingPolicies.names().contains(name)) {
            throw new UnknownPolicyException(name);
        }
        return new NamedPolicy(name, LoadBalancingPolicies.byName(name, tracker, random));
    }
}
