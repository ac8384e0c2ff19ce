package dev.equipoise.core.membership;

/**
 * What a worker says it can carry. Each number is 0 where it did not say.
 *
 * @param maxConnections requests it serves at the same time
 * @param maxBandwidthMbps megabits per second
 * @param cores processors
 * @param memoryMb mebibytes of memory
 */
public record Capacity(int maxConnections, int maxBandwidthMbps, int cores, int memoryMb) {

    /** The capacity of a worker that declared none. */
    public static final Capacity UNDECLARED = new Capacity(0, 0, 0, 0);

    public Capacity {
        if (maxConnections < 0 || maxBandwidthMbps < 0 || cores < 0 || memoryMb < 0) {
            throw new IllegalArgumentException("a capacity is never negative");
        }
    }

    /** Of a worker that says nothing of its machine. */
    public Capacity(int maxConnections, int maxBandwidthMbps) {
        this(maxConnections, maxBandwidthMbps, 0, 0);
    }
}
