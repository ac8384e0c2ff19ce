package dev.equipoise.core.load;

/**
 * What is known of one worker's answers at one moment. Immutable: a sample makes a new one.
 *
 * <p>Latency is a peak EWMA (Finagle, {@code PeakEwma}): a sample above the average replaces it, so that trouble is seen
 * at once; one below it enters with the weight 1 - exp(-Δt/τ), so that trust comes back slowly. With τ = 10 s a worker at
 * 200 ms that answers in 20 ms from now on stands at 86 ms after 10 s.
 *
 * <p>A failure enters the same average as a slow answer, but is no peak: its weight follows the time that the worker
 * spent failing. One failure among many successes costs 0.1 % of the penalty (5 ms of 5 s), failing for a second costs
 * 10 % of it (500 ms). As a peak, a single failure in a thousand requests would send a healthy worker away for a minute.
 *
 * @param latencyNanos the peak average; 0 while nothing was measured
 * @param meanNanos the plain average, to which failures count as long as they took; 0 while nothing was measured
 * @param successRate in [0, 1]
 * @param at when the last sample came in
 */
record PeakEwma(double latencyNanos, double meanNanos, double successRate, long at) {

    /**
     * Each failure counts for at least this share of τ, however many come at once: a worker that dies with fifty
     * requests in flight is charged fifty times.
     */
    private static final double LEAST_WEIGHT_OF_A_FAILURE = 0.001;

    static PeakEwma unmeasured(long now) {
        return new PeakEwma(0, 0, 1, now);
    }

    /**
     * @param typicalNanos where a worker starts that never answered: its first answer, which often includes opening the
     *     connection and warming up, may better that but counts as no peak
     */
    PeakEwma afterSuccess(double sampleNanos, double typicalNanos, long now, Decay decay) {
        double weight = decay.forgotten(now - at);
        if (latencyNanos == 0) {
            double first = Math.min(sampleNanos, typicalNanos);
            return new PeakEwma(first, first, blend(successRate, 1, weight), latest(now));
        }
        double latency = sampleNanos >= latencyNanos ? sampleNanos : blend(latencyNanos, sampleNanos, weight);
        return new PeakEwma(latency, blend(meanNanos, sampleNanos, weight), blend(successRate, 1, weight), latest(now));
    }

    /**
     * @param sampleNanos how long it took to fail: if that is long, it is a peak like any other
     * @param penaltyNanos how slow a failure counts at least
     * @param typicalNanos where a worker starts that never answered
     */
    PeakEwma afterFailure(double sampleNanos, double penaltyNanos, double typicalNanos, long now, Decay decay) {
        double weight = Math.max(LEAST_WEIGHT_OF_A_FAILURE, decay.forgotten(now - at));
        double known = Math.max(sampleNanos, latencyNanos > 0 ? latencyNanos : typicalNanos);
        double latency = blend(known, Math.max(sampleNanos, penaltyNanos), weight);
        double before = meanNanos > 0 ? meanNanos : typicalNanos;
        double mean = blend(before, Math.max(sampleNanos, before), weight);
        return new PeakEwma(latency, mean, blend(successRate, 0, weight), latest(now));
    }

    /** An answer that would have taken at least this long, and of which nobody knows whether it would have been a success. */
    PeakEwma afterSlow(double leastNanos, double typicalNanos, long now, Decay decay) {
        if (leastNanos <= (latencyNanos > 0 ? latencyNanos : typicalNanos)) {
            return this;
        }
        double mean = meanNanos > 0 ? meanNanos : typicalNanos;
        double weight = decay.forgotten(now - at);
        return new PeakEwma(leastNanos, blend(mean, Math.max(mean, leastNanos), weight), successRate, latest(now));
    }

    /** The latency to expect now: what is not confirmed by new samples fades into the typical one. */
    double latencyAt(long now, double typicalNanos, Decay decay) {
        return latencyNanos > 0 ? blend(typicalNanos, latencyNanos, decay.remaining(now - at)) : typicalNanos;
    }

    /** The mean latency to expect now: as {@link #latencyAt}. */
    double meanAt(long now, double typicalNanos, Decay decay) {
        return meanNanos > 0 ? blend(typicalNanos, meanNanos, decay.remaining(now - at)) : typicalNanos;
    }

    /** The success rate to expect now: failures are forgiven by and by, else nobody would try the worker again. */
    double successRateAt(long now, Decay decay) {
        return blend(1, successRate, decay.remaining(now - at));
    }

    /** Samples of several threads may arrive out of order by a little; time never runs backwards. */
    private long latest(long now) {
        return now - at > 0 ? now : at;
    }

    private static double blend(double from, double to, double weight) {
        return from + (to - from) * weight;
    }
}
