package dev.equipoise.gateway.balancing;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.gateway.guards.ServiceGuards;
import org.jspecify.annotations.Nullable;

/** Chooses among the workers of one service. Many threads pick; {@link ServiceBalancers} alone updates. */
public final class ServiceBalancer {

    private final LoadBalancingPolicy policy;
    private final LoadTracker tracker;
    private final HashOn hashOn;
    private final ServiceGuards guards;
    private Fleet eligible = Fleet.EMPTY;
    private @Nullable Picker previous;
    private volatile Choice choice = new Choice(Fleet.EMPTY, Picker.NOBODY);

    public ServiceBalancer(LoadBalancingPolicy policy, LoadTracker tracker, HashOn hashOn, ServiceGuards guards) {
        this.policy = policy;
        this.tracker = tracker;
        this.hashOn = hashOn;
        this.guards = guards;
    }

    /** These are the workers now. Called under the lock of {@link ServiceBalancers}. */
    void update(Fleet eligible) {
        this.eligible = eligible;
        reconsider();
    }

    /** A new picker if what the guards let the policy see changed. Called under the lock of {@link ServiceBalancers}. */
    void reconsider() {
        Fleet seen = guards.apply(eligible);
        if (previous != null && seen.workers().equals(choice.seen.workers())) {
            return;
        }
        Picker next = policy.pickerFor(seen, previous);
        previous = next;
        choice = new Choice(seen, guards.around(next, seen));
    }

    /** The worker for this request; null when there is none it did not try yet, or none that may get one more. */
    public @Nullable Worker pick(PickRequest request) {
        return choice.picker.pick(request);
    }

    /** Is there a worker that did not have this request? Then a pick that finds nobody means that all of them are busy. */
    public boolean hasUntried(PickRequest request) {
        return choice.seen.workers().stream()
                .anyMatch(worker -> !request.tried().contains(worker.id()));
    }

    public LoadTracker tracker() {
        return tracker;
    }

    public HashOn hashOn() {
        return hashOn;
    }

    public ServiceGuards guards() {
        return guards;
    }

    /** Swapped as one: what the policy sees, and who picks from it. */
    private record Choice(Fleet seen, Picker picker) {}
}
