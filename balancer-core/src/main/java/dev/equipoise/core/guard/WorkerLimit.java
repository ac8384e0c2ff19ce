package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Worker;

/**
 * How many requests a worker may have in flight.
 *
 * @param factor times the number it declared to serve at once, rounded up; 0 for whatever it declared
 * @param number of requests, whatever it declared; 0 for no such number
 */
public record WorkerLimit(double factor, int number) {

    /** Any number. */
    public static final WorkerLimit NONE = new WorkerLimit(0, 0);

    public WorkerLimit {
        if (!(factor >= 0) || number < 0) {
            throw new IllegalArgumentException("a limit is never negative");
        }
    }

    /** Whether it limits anybody at all. */
    public boolean isOn() {
        return factor > 0 || number > 0;
    }

    /** The most that {@code worker} may have; {@link Integer#MAX_VALUE} where that is any number. */
    public int of(Worker worker) {
        int slots = worker.capacity().maxConnections();
        if (number > 0) {
            return number;
        }
        return factor > 0 && slots > 0
                ? (int) Math.min(Integer.MAX_VALUE, Math.ceil(factor * slots))
                : Integer.MAX_VALUE;
    }
}
