package dev.equipoise.core.simulation;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.Picker;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What one gateway is made of. Those who want other parts say so here; each gateway has an object of its own. */
public interface GatewayParts {

    /** Called once, first. */
    default LoadTracker tracker(LongSupplier clock) {
        return new PeakEwmaLoadTracker(clock);
    }

    /** Called once. */
    default LoadBalancingPolicy policy(String name, LoadTracker tracker, RandomGenerator random) {
        return LoadBalancingPolicies.byName(name, tracker, () -> random);
    }

    /** Called once: guards that change the fleet. */
    default FleetView fleetView(LoadTracker tracker) {
        return FleetView.UNCHANGED;
    }

    /** Called for every picker that the policy builds: guards that see each pick. */
    default Picker around(Picker picker, Fleet fleet, LoadTracker tracker) {
        return picker;
    }

    /**
     * Whether a request that was answered with a failure is tried once more, at another worker. A worker's requests in the
     * report are tries then, and of its failures those that the client saw.
     */
    default boolean retries() {
        return false;
    }

    /** A heartbeat told that the worker has this many requests in flight, those of all gateways together. */
    default void reported(LoadTracker tracker, String workerId, int inFlight) {
        tracker.reported(workerId, inFlight);
    }
}
