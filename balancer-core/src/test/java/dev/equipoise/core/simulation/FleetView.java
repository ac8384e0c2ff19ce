package dev.equipoise.core.simulation;

import dev.equipoise.core.membership.Fleet;

/**
 * What stands between the fleet and the policy of a gateway: it leaves workers out or changes their weights. Called on
 * every change of the fleet and every second; it may have state.
 */
@FunctionalInterface
public interface FleetView {

    FleetView UNCHANGED = (fleet, nanoTime) -> fleet;

    /**
     * The fleet to pick from now. If it is the same as before, the picker stays.
     *
     * @param nanoTime virtual time
     */
    Fleet of(Fleet fleet, long nanoTime);
}
