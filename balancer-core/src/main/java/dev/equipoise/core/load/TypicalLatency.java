package dev.equipoise.core.load;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * The response time of an average call to the fleet: the plain mean of the first samples, turning into an EWMA once τ has
 * passed. A sample's weight is max(1 - exp(-Δt/τ), 1/count), so the initial value is gone with the first sample, and no
 * single sample rules for long. Any thread reads and writes.
 */
final class TypicalLatency {

    private static final AtomicReferenceFieldUpdater<TypicalLatency, Mean> MEAN =
            AtomicReferenceFieldUpdater.newUpdater(TypicalLatency.class, Mean.class, "mean");

    private final Decay decay;
    private volatile Mean mean;

    TypicalLatency(double initialNanos, long now, Decay decay) {
        this.decay = decay;
        this.mean = new Mean(initialNanos, 0, now);
    }

    /** Greater than 0. */
    double nanos() {
        return mean.nanos;
    }

    void add(double sampleNanos, long now) {
        // Tried once: a sample lost to a race is no loss to an average over the whole fleet.
        Mean before = mean;
        MEAN.compareAndSet(this, before, before.after(sampleNanos, now, decay));
    }

    private record Mean(double nanos, long count, long at) {

        Mean after(double sampleNanos, long now, Decay decay) {
            double weight = Math.max(decay.forgotten(now - at), 1.0 / (count + 1));
            return new Mean(nanos + (sampleNanos - nanos) * weight, count + 1, now - at > 0 ? now : at);
        }
    }
}
