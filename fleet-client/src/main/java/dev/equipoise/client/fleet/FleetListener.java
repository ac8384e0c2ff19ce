package dev.equipoise.client.fleet;

/** Is told of a change of the fleet. */
@FunctionalInterface
public interface FleetListener {

    /** The fleet is now this one. Called by one thread at a time, and only if something changed. */
    void changed(FleetSnapshot fleet);
}
