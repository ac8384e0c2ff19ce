package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Fleet;
import org.jspecify.annotations.Nullable;

/**
 * A way to choose. It builds an immutable {@link Picker} whenever the fleet changes; its name is its configuration
 * value ({@link LoadBalancingPolicies}).
 */
@FunctionalInterface
public interface LoadBalancingPolicy {

    /**
     * Called only on change, by one thread at a time.
     *
     * @param fleet the workers that may be picked, in any number
     * @param previous the picker this policy built before, to carry state over; null for the first
     */
    Picker pickerFor(Fleet fleet, @Nullable Picker previous);

    /** How a worker is made to get less than its share. */
    default Thinning thinning() {
        return Thinning.BY_WEIGHT;
    }
}
