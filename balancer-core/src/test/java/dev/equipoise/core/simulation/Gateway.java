package dev.equipoise.core.simulation;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.LoadBalancingPolicy;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One gateway: it builds pickers as production does, whenever what it sees of the fleet changes. */
final class Gateway {

    final LoadTracker tracker;

    private final GatewayParts parts;
    private final LongSupplier clock;
    private final LoadBalancingPolicy policy;
    private final FleetView view;
    private final String zone;
    private final boolean refreshing;
    private final PickRequest keyless;

    private Fleet fleet = Fleet.EMPTY;
    private Fleet seen = Fleet.EMPTY;
    private @Nullable Picker built;
    private Picker picker = Picker.NOBODY;

    Gateway(
            GatewayParts parts,
            String policy,
            LongSupplier clock,
            RandomGenerator random,
            String zone,
            boolean refreshing) {
        this.parts = parts;
        this.clock = clock;
        this.tracker = parts.tracker(clock);
        this.policy = parts.policy(policy, tracker, random);
        this.view = parts.fleetView(tracker);
        this.zone = zone;
        this.refreshing = refreshing;
        this.keyless = new PickRequest(null, zone, List.of(), null);
    }

    /** Whether {@link #tick} can do anything at all. */
    boolean ticks() {
        return refreshing || view != FleetView.UNCHANGED;
    }

    void fleetChanged(Fleet changed) {
        fleet = changed;
        rebuild(view.of(fleet, clock.getAsLong()));
        tracker.retain(fleet);
    }

    /** A second has passed. */
    void tick() {
        Fleet now = view.of(fleet, clock.getAsLong());
        if (refreshing || !now.workers().equals(seen.workers())) {
            rebuild(now);
        }
    }

    private void rebuild(Fleet now) {
        seen = now;
        built = policy.pickerFor(now, built);
        picker = parts.around(built, now, tracker);
    }

    /** @param key of the request; null if it has none */
    @Nullable
    Worker pick(@Nullable String key) {
        return picker.pick(key == null ? keyless : new PickRequest(key, zone, List.of(), null));
    }

    /** Another worker for a request that {@code tried} had; null if it is not tried again or there is none. */
    @Nullable
    Worker pickAgain(@Nullable String key, String tried) {
        return parts.retries() ? picker.pick(new PickRequest(key, zone, List.of(tried), null)) : null;
    }

    void reported(String workerId, int inFlight) {
        parts.reported(tracker, workerId, inFlight);
    }
}
