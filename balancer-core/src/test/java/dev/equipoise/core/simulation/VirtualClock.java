package dev.equipoise.core.simulation;

import java.util.function.LongSupplier;

/** Nanoseconds since the simulation began. Stands still between events; for one thread. */
final class VirtualClock implements LongSupplier {

    private long now;

    @Override
    public long getAsLong() {
        return now;
    }

    void moveTo(long nanos) {
        if (nanos < now) {
            throw new IllegalArgumentException("time runs forward: " + nanos + " after " + now);
        }
        now = nanos;
    }
}
