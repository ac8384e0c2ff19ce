package dev.equipoise.gateway.guards;

import dev.equipoise.core.guard.Guards;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.policy.Thinning;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The guards of one service and the clock they go by. {@link #apply} and {@link #around} are called by one thread at a
 * time; any thread may ask the rest.
 *
 * @param nanoTime the clock of the service's load tracker
 */
public record ServiceGuards(Guards guards, LongSupplier nanoTime) {

    /** Nobody stands between fleet and policy. */
    public static final ServiceGuards NONE = new ServiceGuards(Guards.NONE, () -> 0);

    /** What the policy may see of {@code fleet} now. */
    public Fleet apply(Fleet fleet) {
        return guards.apply(fleet, nanoTime.getAsLong());
    }

    /** {@code picker}, built for {@code seen} by a policy that is thinned so, as the guards let it act. */
    public Picker around(Picker picker, Fleet seen, Thinning thinning) {
        return guards.around(picker, seen, thinning);
    }

    /** One for each guard, always in the same order. */
    public List<Guards.State> states() {
        return guards.states();
    }

    /** Whether so much is wrong that traffic goes to everyone by weight, whatever the policy. */
    public boolean panicking() {
        return guards.panicking();
    }
}
