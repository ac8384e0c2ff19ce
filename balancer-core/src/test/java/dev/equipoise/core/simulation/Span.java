package dev.equipoise.core.simulation;

import java.time.Duration;

/**
 * How long a simulation lasts. Requests arrive until one of the two limits is reached, and all are waited for.
 *
 * @param warmUp requests that arrive earlier count in the time series alone
 * @param length time after which no request arrives; not part of it is the time the last ones need
 * @param requests how many arrive at most, those of the warm-up included
 */
public record Span(Duration warmUp, Duration length, long requests) {

    /** A thousand hours: longer than anybody's patience. */
    public static final Duration UNLIMITED = Duration.ofHours(1_000);

    public Span {
        if (warmUp.isNegative() || length.isNegative() || length.compareTo(UNLIMITED) > 0) {
            throw new IllegalArgumentException("a simulation lasts between 0 and 1,000 hours");
        }
        if (requests < 0) {
            throw new IllegalArgumentException("there is no negative number of requests");
        }
    }

    public static Span of(Duration length) {
        return new Span(Duration.ZERO, length, Long.MAX_VALUE);
    }

    public static Span ofRequests(long requests) {
        return new Span(Duration.ZERO, UNLIMITED, requests);
    }

    public Span measuredFrom(Duration warmUp) {
        return new Span(warmUp, length, requests);
    }
}
