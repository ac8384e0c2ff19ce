package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;

/**
 * Takes workers out of a policy's sight, or lowers their weight, for a while. It acts on the fleet that pickers are built
 * from, so it costs a pick nothing. One thread calls {@link #apply}; any thread may ask what it does.
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
}
