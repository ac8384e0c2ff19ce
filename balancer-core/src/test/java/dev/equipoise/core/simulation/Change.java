package dev.equipoise.core.simulation;

import java.time.Duration;

/** Something that happens to the fleet at a moment. */
public sealed interface Change {

    /** Time since the simulation began. */
    Duration at();

    /** The id of the worker it happens to. */
    String id();

    /** It joins, or if it is there already, from now on is and describes itself like this. */
    record Join(Duration at, SimulatedWorker worker) implements Change {
        @Override
        public String id() {
            return worker.id();
        }
    }

    /** It leaves: it gets nothing new and finishes what it has. */
    record Leave(Duration at, String id) implements Change {}

    /** It behaves like this from the next request on; the fleet as the gateways see it stays the same. */
    record Behave(Duration at, String id, Behaviour behaviour) implements Change {}
}
