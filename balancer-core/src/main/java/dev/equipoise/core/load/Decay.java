package dev.equipoise.core.load;

/**
 * How fast the past is forgotten: after a time t, exp(-t/τ) of it is left.
 *
 * @param tauNanos τ, greater than 0
 */
record Decay(long tauNanos) {

    /** Elapsed times under τ/1024 count as none: they would change a value by less than 0.1 %, and exp is dear. */
    private static final int NEGLIGIBLE_SHIFT = 10;

    /** The share in [0, 1] of what was known {@code elapsedNanos} ago that still counts. */
    double remaining(long elapsedNanos) {
        if (elapsedNanos <= tauNanos >> NEGLIGIBLE_SHIFT) {
            return 1;
        }
        return Math.exp(-(double) elapsedNanos / tauNanos);
    }

    /** The share in [0, 1] that a sample gets when {@code elapsedNanos} passed since the one before it. */
    double forgotten(long elapsedNanos) {
        return elapsedNanos <= 0 ? 0 : -Math.expm1(-(double) elapsedNanos / tauNanos);
    }
}
