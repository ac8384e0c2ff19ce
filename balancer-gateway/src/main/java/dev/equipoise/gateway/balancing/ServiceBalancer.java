package dev.equipoise.gateway.balancing;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import org.jspecify.annotations.Nullable;

/** Chooses among the workers of one service. Many threads pick; {@link ServiceBalancers} alone updates. */
public final class ServiceBalancer {

    private final LoadBalancingPolicy policy;
    private final LoadTracker tracker;
    private final HashOn hashOn;
    private Fleet fleet = Fleet.EMPTY;
    private @Nullable Picker previous;
    private volatile Picker picker = Picker.NOBODY;

    public ServiceBalancer(LoadBalancingPolicy policy, LoadTracker tracker, HashOn hashOn) {
        this.policy = policy;
        this.tracker = tracker;
        this.hashOn = hashOn;
    }

    /** A new picker if the workers changed. Called under the lock of {@link ServiceBalancers}. */
    void update(Fleet eligible) {
        if (previous != null && eligible.workers().equals(fleet.workers())) {
            return;
        }
        fleet = eligible;
        Picker next = policy.pickerFor(eligible, previous);
        previous = next;
        picker = next;
    }

    /** The worker for this request; null when there is none it did not try yet. */
    public @Nullable Worker pick(PickRequest request) {
        return picker.pick(request);
    }

    public LoadTracker tracker() {
        return tracker;
    }

    public HashOn hashOn() {
        return hashOn;
    }
}
