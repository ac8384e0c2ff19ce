package dev.equipoise.core.load;

/**
 * What a worker serves for others, by its own report. It counts for less the older it is:
 *
 * <pre>
 *   others × max(0, 1 - age ÷ 10 s)
 * </pre>
 *
 * <p>Example: 30 reported while 10 of ours were in flight count as 20 at once, as 15 after 2.5 s, not at all after 10 s.
 *
 * @param others requests in flight that are not ours, never negative
 * @param at when it was reported, on the tracker's clock
 */
record OthersShare(double others, long at) {

    private static final double LASTS_NANOS = 10e9;

    static OthersShare of(int reported, int own, long now) {
        return new OthersShare(Math.max(0.0, (double) reported - own), now);
    }

    /** Reports of several threads may be read out of order by a little: the future counts as now. */
    double at(long now) {
        double left = 1 - (now - at) / LASTS_NANOS;
        return others * Math.max(0, Math.min(1, left));
    }
}
