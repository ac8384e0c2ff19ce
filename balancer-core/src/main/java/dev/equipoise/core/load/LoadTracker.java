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

    /**
     * A worker told, in an answer or a heartbeat, how many requests it serves at this moment, those of all senders
     * together. What it serves for others is the part beyond what we know to be in flight to it now, so an answer that
     * counts itself is reported before its call ends.
     *
     * @param workerId of a worker in the fleet: it is tracked from now on, until {@link #retain} forgets it
     */
    void reported(String workerId, int inFlight);

    /** The response time in nanoseconds to expect of a worker nobody has measured yet; greater than 0. */
    double typicalLatencyNanos();

    /** Requests in flight to all workers together, those included that left meanwhile. Never negative. */
    long inFlight();

    /** The clock that all of this is measured by: nanoseconds since an arbitrary moment, as {@link System#nanoTime()}. */
    long nanoTime();

    /** Forgets every worker that is not in the fleet and has nothing in flight. Bounds the memory of the tracker. */
    void retain(Fleet fleet);
}
