package dev.equipoise.client.balancing;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import org.jspecify.annotations.Nullable;

/** Chooses among the workers of one service. Many threads pick; {@link FleetBalancers} alone updates. */
final class ServiceBalancer {

    private final LoadTracker tracker;
    private final LoadBalancingPolicy policy;

    // Written under the lock of FleetBalancers.
    private Fleet serving = Fleet.EMPTY;
    private @Nullable Picker previous;
    private volatile Picker picker = Picker.NOBODY;

    /** @param tracker of the requests of this service alone; {@code policy} looks at it, too */
    ServiceBalancer(LoadTracker tracker, LoadBalancingPolicy policy) {
        this.tracker = tracker;
        this.policy = policy;
    }

    /** These are the workers of the service now. */
    void update(Fleet next) {
        tracker.retain(next);
        if (previous != null && next.workers().equals(serving.workers())) {
            return;
        }
        Picker built = policy.pickerFor(next, previous);
        serving = next;
        previous = built;
        picker = built;
    }

    /**
     * The worker for this request; one that already tried it only if there is no other. Null if nobody serves.
     *
     * <p>With a single worker left a second try there is worth more than none: what failed may have been the connection.
     */
    @Nullable
    Worker pick(PickRequest request) {
        Picker now = picker;
        Worker fresh = now.pick(request);
        return fresh != null || request.tried().isEmpty() ? fresh : now.pick(PickRequest.keyed(request.hashKey()));
    }

    LoadTracker tracker() {
        return tracker;
    }
}
