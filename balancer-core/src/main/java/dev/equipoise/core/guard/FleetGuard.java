package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.policy.Thinning;

/**
 * Takes workers out of a policy's sight, or lowers their weight, for a while. It acts on the fleet that pickers are built
 * from, so it costs a pick nothing, unless it wraps them. One thread calls {@link #apply}; any thread may ask what it does.
 */
public interface FleetGuard {

    /** Its name in configuration, metrics and explanations. */
    String name();

    /**
     * What of {@code fleet} the policy may see now. Called on every change and about once a second; the same fleet comes
     * back where there is nothing to do.
     *
     * @param now in nanoseconds, of the clock of the load tracker
     */
    Fleet apply(Fleet fleet, long now);

    /** On how many workers it acts at the moment. */
    int affected();

    /** Whether so much is wrong that choosing has no point: traffic then goes to everyone by weight. */
    default boolean panicking() {
        return false;
    }

    /** Whether it would act on so many that it acts on nobody. */
    default boolean standsAside() {
        return panicking();
    }

    /**
     * {@code policy} as it may pick from what {@link #apply} left, where that alone does not say enough. Called by the thread
     * that applies, whenever a picker was built; what it answers may be asked by any thread until the next one is built, and
     * beyond.
     *
     * @param thinning how that policy gives less to a worker
     */
    default Picker around(Picker policy, Fleet seen, Thinning thinning) {
        return policy;
    }
}
