package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.Picker;
import org.jspecify.annotations.Nullable;

/**
 * Gives a request to the worker that has its client's session, while the policy may see that worker and no guard keeps it from
 * one more request; else to whom the picker picks. A request that prefers nobody costs one comparison.
 */
final class StickyPicker implements Picker {

    private static final String NAME = "sticky";

    private final Picker picker;
    private final Fleet fleet;
    private final PickGuard[] guards;

    /** @param fleet that the policy sees */
    StickyPicker(Picker picker, Fleet fleet, PickGuard[] guards) {
        this.picker = picker;
        this.fleet = fleet;
        this.guards = guards;
    }

    @Override
    public @Nullable Worker pick(PickRequest request) {
        String preferred = request.preferred();
        if (preferred == null || request.tried().contains(preferred)) {
            return picker.pick(request);
        }
        Worker keeper = fleet.find(preferred);
        if (keeper == null || !admitted(keeper)) {
            return picker.pick(request);
        }
        if (request.trace() != null) {
            request.trace().intervened(NAME, keeper, "it has the session");
        }
        return keeper;
    }

    private boolean admitted(Worker worker) {
        for (PickGuard guard : guards) {
            if (!guard.admits(worker)) {
                return false;
            }
        }
        return true;
    }
}
