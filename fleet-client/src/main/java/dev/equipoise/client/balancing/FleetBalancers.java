package dev.equipoise.client.balancing;

import dev.equipoise.client.fleet.FleetListener;
import dev.equipoise.client.fleet.FleetSnapshot;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The balancers of the services that this application calls, over one fleet. Changes are rare and happen under one lock;
 * picks take none.
 */
public final class FleetBalancers implements FleetListener {

    private final String policy;
    private final Supplier<LoadTracker> trackers;
    private final Supplier<RandomGenerator> random;

    /** Guarded by this. As many as Spring Cloud LoadBalancer has contexts: one per service that was ever called. */
    private final Map<String, ServiceBalancer> services = new HashMap<>();

    /** Guarded by this. */
    private FleetSnapshot fleet = FleetSnapshot.EMPTY;

    /**
     * @param policy the name of the policy of every service
     * @param trackers makes the load tracker of a service
     * @param random see {@link LoadBalancingPolicies#byName}
     * @throws IllegalArgumentException if there is no policy of this name; the message lists those there are
     */
    public FleetBalancers(String policy, Supplier<LoadTracker> trackers, Supplier<RandomGenerator> random) {
        this.policy = policy;
        this.trackers = trackers;
        this.random = random;
        // A mistake should show at the start and not with the first request.
        create();
    }

    @Override
    public synchronized void changed(FleetSnapshot next) {
        fleet = next;
        services.forEach((name, balancer) -> balancer.update(next.fleet().serving(name)));
    }

    /** The balancer of this service; made if need be, also for a service that nobody serves. */
    synchronized ServiceBalancer of(String service) {
        return services.computeIfAbsent(service, name -> {
            ServiceBalancer created = create();
            created.update(fleet.fleet().serving(name));
            return created;
        });
    }

    private ServiceBalancer create() {
        LoadTracker tracker = trackers.get();
        return new ServiceBalancer(tracker, LoadBalancingPolicies.byName(policy, tracker, random));
    }
}
