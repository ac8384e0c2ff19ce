package dev.equipoise.core.load;

/**
 * How fast the past is forgotten: after a time t, exp(-t/τ) of it is left.
 *
 * @param tauNanos τ, greater than 0
 */
record Decay(long tauNanos) {

    /** Elapsed times under τ/1024 count as none: they would change a value by less than 0.1 %, and exp is dear. */
    private static final int NEGLIGIBLE_SHIFT = 10;

    /** Below this share of τ four terms of the series of 1 - exp(-x) are right to 10⁻⁹, at a fraction of the price. */
    private static final double SHORT = 1.0 / 64;

    /** The share in [0, 1] of what was known {@code elapsedNanos} ago that still counts. */
    double remaining(long elapsedNanos) {
        if (elapsedNanos <= tauNanos >> NEGLIGIBLE_SHIFT) {
            return 1;
        }
        return Math.exp(-(double) elapsedNanos / tauNanos);
    }

    /** The share in [0, 1] that a sample gets when {@code elapsedNanos} passed since the one before it. */
    double forgotten(long elapsedNanos) {
        if (elapsedNanos <= 0) {
            return 0;
        }
        double x = (double) elapsedNanos / tauNanos;
        return x < SHORT ? x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4))) : 1 - Math.exp(-x);
    }
}
