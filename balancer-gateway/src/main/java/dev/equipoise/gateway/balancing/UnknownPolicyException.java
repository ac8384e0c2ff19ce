package dev.equipoise.gateway.balancing;

import dev.equipoise.core.policy.LoadBalancingPolicies;

/** There is no policy of this name. */
public final class UnknownPolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownPolicyException(String policy) {
        super(
                "There is no policy \"" + policy + "\"; there are: " + String.join(", ", LoadBalancingPolicies.names())
                        + ".",
                null,
                false,
                false);
    }
}
