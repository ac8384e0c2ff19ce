package dev.equipoise.bench.sockets;

import java.time.Duration;

/**
 * The workers behind every balancer.
 *
 * @param workers how many
 * @param slots requests that each serves at once; more wait in line
 * @param meanDemand nominal mean of the exponential service times
 * @param slowWorker index of the one that takes longer, or {@link #NONE}
 * @param slowness how many times longer
 */
record FleetShape(int workers, int slots, Duration meanDemand, int slowWorker, double slowness) {

    static final int NONE = -1;

    /** 10 workers of 8 slots, exponential 20 ms, one of them 10 times slower. */
    static final FleetShape ONE_SLOW = new FleetShape(10, 8, Duration.ofMillis(20), 4, 10);

    /** The same without a slow one. */
    static final FleetShape EVEN = new FleetShape(10, 8, Duration.ofMillis(20), NONE, 1);

    /** Requests per nominal second that it could serve if no worker were slow: 4,000 for the fleets above. */
    double nominalCapacity() {
        return workers * slots / (meanDemand.toNanos() / 1e9);
    }

    double slownessOf(int worker) {
        return worker == slowWorker ? slowness : 1;
    }
}
