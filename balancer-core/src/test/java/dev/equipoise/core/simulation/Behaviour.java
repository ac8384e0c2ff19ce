package dev.equipoise.core.simulation;

import java.time.Duration;

/**
 * How a worker serves, good or bad.
 *
 * @param serviceTime of one request
 * @param slowness what each service time is multiplied by, greater than 0; 1 is healthy
 * @param failing share of the requests that are answered with a failure, in [0, 1]
 * @param failsAfter how long such an answer takes in a slot; zero if as long as a good one
 * @param hanging share of the requests that are never answered, in [0, 1]: they hold their slot until the client gives up
 * @param refusing whether it refuses connections: every request to it fails at once, without a slot
 */
public record Behaviour(
        ServiceTime serviceTime,
        double slowness,
        double failing,
        Duration failsAfter,
        double hanging,
        boolean refusing) {

    public Behaviour {
        if (!(slowness > 0 && slowness <= 1e6)) {
            throw new IllegalArgumentException("slowness is greater than 0 and at most 1,000,000");
        }
        if (!(failing >= 0 && hanging >= 0 && failing + hanging <= 1)) {
            throw new IllegalArgumentException("failing and hanging are shares of all requests");
        }
        if (failsAfter.isNegative()) {
            throw new IllegalArgumentException("nothing fails before it began");
        }
    }

    /** Never slow, never failing. */
    public static Behaviour healthy(ServiceTime serviceTime) {
        return new Behaviour(serviceTime, 1, 0, Duration.ZERO, 0, false);
    }

    public Behaviour slower(double factor) {
        return new Behaviour(serviceTime, factor, failing, failsAfter, hanging, refusing);
    }

    /** This share of its answers are failures that take as long as good ones. */
    public Behaviour failing(double share) {
        return failing(share, Duration.ZERO);
    }

    /** This share of its answers are failures that take this long, such as 500 after 1 ms. */
    public Behaviour failing(double share, Duration after) {
        return new Behaviour(serviceTime, slowness, share, after, hanging, refusing);
    }

    public Behaviour hanging(double share) {
        return new Behaviour(serviceTime, slowness, failing, failsAfter, share, refusing);
    }

    public Behaviour refusingConnections() {
        return new Behaviour(serviceTime, slowness, failing, failsAfter, hanging, true);
    }

    /** Whether anything is wrong with it. */
    public boolean isImpaired() {
        return slowness > 1 || failing > 0 || hanging > 0 || refusing;
    }

    double meanNanos() {
        return serviceTime.mean().toNanos() * slowness;
    }

    /** The share of requests that are answered as they should be. */
    double good() {
        return refusing ? 0 : 1 - failing - hanging;
    }
}
