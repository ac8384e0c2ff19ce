package dev.equipoise.client.fleet;

import java.util.List;

/** The fleet as last heard. Any thread may ask; {@link FleetRefresh} alone tells. */
public final class FleetView {

    private final List<FleetListener> listeners;
    private volatile FleetSnapshot current = FleetSnapshot.EMPTY;

    /** @param listeners told of each change, in this order, by the thread that brings it */
    public FleetView(List<FleetListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    public FleetSnapshot current() {
        return current;
    }

    /** The fleet is now this one. A fleet that differs from the last gets the next version and is passed on. */
    void accept(FleetSnapshot read) {
        FleetSnapshot before = current;
        if (before.fleet().version() > 0 && read.isSameAs(before)) {
            return;
        }
        FleetSnapshot next = read.at(before.fleet().version() + 1);
        current = next;
        listeners.forEach(listener -> listener.changed(next));
    }
}
