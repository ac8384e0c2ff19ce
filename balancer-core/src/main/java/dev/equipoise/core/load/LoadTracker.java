package dev.equipoise.core.load;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;

/**
 * What the sender of requests knows of each worker's load. Statistics are keyed by the stable worker id and survive
 * every refresh of the fleet. Thread-safe; nothing blocks.
 */
public interface LoadTracker {

    /** A request is about to be sent to {@code worker}: it is in flight until the call ends. */
    Call start(Worker worker);

    /** The live statistics of this worker id; the same object for as long as the id is tracked. */
    WorkerLoad of(String workerId);

    /** The response time in nanoseconds to expect of a worker nobody has measured yet; greater than 0. */
    double typicalLatencyNanos();

    /** Forgets every worker that is not in the fleet and has nothing in flight. Bounds the memory of the tracker. */
    void retain(Fleet fleet);
}
