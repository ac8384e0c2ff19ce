package dev.equipoise.core.reputation;

import java.time.Duration;

/**
 * How scores age and where they end. Decay is exponential: a component halves in its half-life.
 *
 * @param provenUp half-life of proven misbehaviour while the worker is up
 * @param provenDown the same while it is down: who hides does not forget
 * @param behaviourUp half-life of what may be bad luck, while up
 * @param behaviourDown the same while down
 * @param credit half-life of rewards
 * @param debt half-life of a newcomer's debt; it does not age while the worker is down
 * @param flap half-life of restlessness
 * @param mostCredit bound of the rewards, in points
 * @param suppress restlessness from which on a worker is suppressed
 * @param reuse restlessness below which it is released
 * @param longestSuppression after the last flap; bounds restlessness to {@code reuse · 2^(longest/half-life)} (RFC 2439)
 */
public record ScoreTerms(
        Duration provenUp,
        Duration provenDown,
        Duration behaviourUp,
        Duration behaviourDown,
        Duration credit,
        Duration debt,
        Duration flap,
        double mostCredit,
        double suppress,
        double reuse,
        Duration longestSuppression) {

    /** Bound of what speaks against a worker, of either class, in points. */
    public static final double MOST_AGAINST = 100;

    /** The model's own numbers. */
    public static final ScoreTerms DEFAULT = new ScoreTerms(
            Duration.ofDays(7),
            Duration.ofDays(28),
            Duration.ofHours(24),
            Duration.ofHours(96),
            Duration.ofDays(30),
            Duration.ofMinutes(30),
            Duration.ofMinutes(15),
            30,
            3000,
            750,
            Duration.ofMinutes(60));

    /** @throws IllegalArgumentException with a sentence if the terms do not fit together */
    public ScoreTerms {
        for (Duration halfLife :
                new Duration[] {provenUp, provenDown, behaviourUp, behaviourDown, credit, debt, flap}) {
            check(halfLife.toMillis() > 0, "a half-life is longer than 0");
        }
        check(
                provenDown.compareTo(provenUp) >= 0 && behaviourDown.compareTo(behaviourUp) >= 0,
                "what speaks against a worker must not age faster while it is down");
        check(mostCredit >= 0 && mostCredit <= MOST_AGAINST, "the most credit is from 0 to 100");
        check(reuse > 0 && reuse < suppress, "a worker is released (reuse) below where it is suppressed");
        double ceiling = reuse * Math.pow(2, (double) longestSuppression.toMillis() / flap.toMillis());
        check(
                suppress < ceiling,
                "nobody would ever be suppressed: the ceiling reuse * 2^(longest suppression / half-life) is "
                        + Math.round(ceiling));
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Restlessness is never more, so that nobody is suppressed longer than {@link #longestSuppression}. */
    public double flapCeiling() {
        return reuse * StrictMath.pow(2, (double) longestSuppression.toMillis() / flap.toMillis());
    }
}
