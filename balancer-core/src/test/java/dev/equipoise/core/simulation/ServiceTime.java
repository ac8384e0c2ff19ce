package dev.equipoise.core.simulation;

import java.time.Duration;

/**
 * How long a worker takes to serve one request in a slot of its own.
 *
 * @param mean of the distribution, greater than 0
 * @param sigma of the underlying normal distribution if lognormal, else without meaning; 0 or more
 */
public record ServiceTime(Distribution distribution, Duration mean, double sigma) {

    public enum Distribution {
        EXPONENTIAL,
        LOGNORMAL,
        CONSTANT
    }

    public ServiceTime {
        if (mean.isNegative() || mean.isZero()) {
            throw new IllegalArgumentException("a mean service time is greater than 0");
        }
        if (!(sigma >= 0 && sigma <= 10)) {
            throw new IllegalArgumentException("sigma is in [0, 10]");
        }
    }

    public static ServiceTime exponential(Duration mean) {
        return new ServiceTime(Distribution.EXPONENTIAL, mean, 0);
    }

    /** With sigma 1 the 99th percentile is 6.2 times the mean and the median 0.61 times. */
    public static ServiceTime lognormal(Duration mean, double sigma) {
        return new ServiceTime(Distribution.LOGNORMAL, mean, sigma);
    }

    public static ServiceTime constant(Duration mean) {
        return new ServiceTime(Distribution.CONSTANT, mean, 0);
    }

    /** The service time of the request with this luck, in units of the mean. */
    double relative(long luck) {
        return switch (distribution) {
            case EXPONENTIAL -> -Math.log(1 - Luck.uniform(luck, 1));
            // The mean of exp(σ·normal) is exp(σ²/2).
            case LOGNORMAL -> Math.exp(sigma * Luck.normal(luck, 1) - sigma * sigma / 2);
            case CONSTANT -> 1;
        };
    }
}
