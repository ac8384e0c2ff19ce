package dev.equipoise.core.simulation;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The moments at which requests arrive: a Poisson process whose rate is constant within a phase. The expected number of
 * arrivals between one and the next is exponential with mean 1, whatever the rate does meanwhile.
 */
final class Arrivals {

    private final List<Traffic.Phase> phases;
    private final RandomGenerator random;
    private int phase;
    private double at;

    Arrivals(Traffic traffic, RandomGenerator random) {
        this.phases = traffic.phases();
        this.random = random;
    }

    /** The moment of the next arrival in nanoseconds; {@link EventQueue#NEVER} if nobody comes any more. */
    long next() {
        double expected = -Math.log(1 - random.nextDouble());
        while (true) {
            double rate = phases.get(phase).requestsPerSecond() / 1e9;
            boolean last = phase == phases.size() - 1;
            double end = last
                    ? Double.POSITIVE_INFINITY
                    : phases.get(phase + 1).from().toNanos();
            if (rate > 0 && at + expected / rate <= end) {
                at += expected / rate;
                return (long) at;
            }
            if (last) {
                return EventQueue.NEVER;
            }
            expected -= (end - at) * rate;
            at = end;
            phase++;
        }
    }
}
