package dev.equipoise.reputation.standings;

import dev.equipoise.core.reputation.Score;
import dev.equipoise.core.reputation.Standing;
import java.time.Instant;

/**
 * A standing as shown.
 *
 * @param id of the worker
 * @param state in lower case, as balancers are told
 * @param multiplier of its weight, as balancers are told
 * @param score now, in [-100, 100]
 * @param reputation now, in [0, 1]
 * @param since when it got its state
 * @param why the strongest reason when it last changed; empty for one that is fine
 * @param parts what the score is made of
 */
record StandingView(
        String id,
        String state,
        double multiplier,
        double score,
        double reputation,
        Instant since,
        String why,
        Parts parts) {

    /** As in {@link Score}. */
    record Parts(double proven, double behaviour, double credit, double debt, double flap) {

        static Parts of(Score score) {
            return new Parts(score.proven(), score.behaviour(), score.credit(), score.debt(), score.flap());
        }
    }

    static StandingView of(Standing standing, Score now) {
        return new StandingView(
                standing.worker(),
                StateNames.of(standing.state()),
                standing.multiplier(),
                now.points(),
                now.reputation(),
                Instant.ofEpochMilli(standing.since()),
                standing.why(),
                Parts.of(now));
    }
}
