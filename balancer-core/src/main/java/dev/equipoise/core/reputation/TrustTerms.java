package dev.equipoise.core.reputation;

import java.time.Duration;

/**
 * When a worker's trust changes.
 *
 * @param degradeAt a score at or below it makes a worker that gets traffic a degraded one
 * @param quarantineAt a score at or below it puts a worker into quarantine
 * @param releaseAt a score at or above it lets it out, when it has served its time
 * @param leastQuarantine how long the first quarantine lasts at least; each further one twice as long, doubled eight times
 *     at most. Each clean day takes one doubling back
 * @param longestQuarantine the longest such time
 * @param banAt a score at or below it bans a worker, if enough is proven
 * @param banProven how much must be proven for that: bad luck alone never bans
 * @param leastBan how long such a ban lasts at least
 * @param probation how long a worker is on probation at most
 */
public record TrustTerms(
        double degradeAt,
        double quarantineAt,
        double releaseAt,
        Duration leastQuarantine,
        Duration longestQuarantine,
        double banAt,
        double banProven,
        Duration leastBan,
        Duration probation) {

    /** The model's own numbers. */
    public static final TrustTerms DEFAULT = new TrustTerms(
            -1,
            -30,
            -15,
            Duration.ofMinutes(5),
            Duration.ofHours(12),
            -80,
            60,
            Duration.ofHours(12),
            Duration.ofMinutes(10));

    /** @throws IllegalArgumentException with a sentence if the terms do not fit together */
    public TrustTerms {
        check(
                banAt < quarantineAt
                        && quarantineAt < releaseAt
                        && releaseAt <= degradeAt
                        && degradeAt <= 0
                        && banAt >= -100,
                "scores must be in order: -100 <= ban < quarantine < release <= degrade <= 0");
        check(banProven > 0 && banProven <= 100, "a ban needs proof: more than 0 and at most 100 points");
        check(leastQuarantine.toMillis() > 0 && leastBan.toMillis() > 0, "quarantine and ban last longer than 0");
        check(
                longestQuarantine.compareTo(leastQuarantine) >= 0,
                "the longest quarantine must not be shorter than the least");
        check(!probation.isNegative(), "probation must not be negative");
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
