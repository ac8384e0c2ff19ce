package dev.equipoise.core.membership;

/**
 * What a worker says it can carry.
 *
 * @param maxConnections requests it serves at the same time; 0 where it did not say
 * @param maxBandwidthMbps megabits per second; 0 where it did not say
 */
public record Capacity(int maxConnections, int maxBandwidthMbps) {

    /** The capacity of a worker that declared none. */
    public static final Capacity UNDECLARED = new Capacity(0, 0);

    public Capacity {
        if (maxConnections < 0 || maxBandwidthMbps < 0) {
            throw new IllegalArgumentException("a capacity is never negative");
        }
    }
}
