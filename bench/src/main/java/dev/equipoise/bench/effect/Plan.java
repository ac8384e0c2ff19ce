package dev.equipoise.bench.effect;

import java.time.Duration;

/**
 * @param policy of the gateways
 * @param workers of the fleet
 * @param failing how many of them fail now and then
 * @param ratio how often: they close the connection instead of answering
 * @param perSecond requests to each side
 * @param length of the load
 */
record Plan(String policy, int workers, int failing, double ratio, int perSecond, Duration length, long seed) {

    static final int GATEWAYS = 2;

    /** Of load that does not count, for compilers. */
    static final Duration WARM_UP = Duration.ofMinutes(1);

    int minutes() {
        return (int) length.toMinutes();
    }
}
