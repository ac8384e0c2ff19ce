package dev.equipoise.bench.intake;

/**
 * What is played. An observation is what one gateway saw of one worker in one interval of ten seconds; a report is all that
 * one gateway says of an interval.
 *
 * @param gateways that report on every interval
 * @param workers each of them sees
 * @param intervals that are measured, after one that is not
 */
public record IntakePlan(int gateways, int workers, int intervals, long seed) {

    /** Milliseconds. */
    static final long INTERVAL = 10_000;

    /** After the end of an interval, within which gateways report, in milliseconds. */
    static final long SPREAD = 1_000;

    /** So that the compiler has seen everything. */
    static final int WARM_UP = 1;

    public int perInterval() {
        return gateways * workers;
    }

    double perSecond() {
        return perInterval() * 1000.0 / INTERVAL;
    }
}
