package dev.equipoise.core.reputation;

import java.time.Duration;

/**
 * The state machine of trust, as a pure step: bad enough is out at once, and back only with hysteresis and by probation.
 * To be stepped at every fact and about once a second.
 */
public final class Trust {

    private static final long DAY = Duration.ofDays(1).toMillis();
    /** So many doublings lead from five minutes to the longest quarantine, twelve hours. */
    private static final int MOST_DOUBLINGS = 8;

    private final TrustTerms terms;
    private final ScoreTerms scores;

    public Trust(TrustTerms terms, ScoreTerms scores) {
        this.terms = terms;
        this.scores = scores;
    }

    /** @param now in milliseconds since 1970, not before {@code stage.since()} */
    public Stage next(Stage stage, Score score, Verdict verdict, long now) {
        Stage aged = pardoned(cleaned(stage, now), verdict);
        TrustState state = aged.state();
        double points = score.points();
        if (verdict.bansAt(now)) {
            return aged.to(TrustState.BANNED, now);
        }
        if (points <= terms.banAt() && score.proven() >= terms.banProven()) {
            return state == TrustState.BANNED && aged.leastUntil() > 0
                    ? aged
                    : new Stage(
                            TrustState.BANNED,
                            now,
                            now + terms.leastBan().toMillis(),
                            aged.quarantines(),
                            aged.cleanSince());
        }
        if (state == TrustState.BANNED
                && (now < aged.leastUntil() || points <= terms.quarantineAt() && aged.leastUntil() > 0)) {
            return aged;
        }
        if (verdict.quarantinesAt(now)) {
            return aged.to(TrustState.QUARANTINED, now);
        }
        if (points <= terms.quarantineAt()) {
            return state == TrustState.QUARANTINED && aged.leastUntil() > 0 ? aged : quarantined(aged, now);
        }
        if (state == TrustState.QUARANTINED
                && (now < aged.leastUntil() || points < terms.releaseAt() && aged.leastUntil() > 0)) {
            return aged;
        }
        if (score.flap() >= scores.suppress() || state == TrustState.SUPPRESSED && score.flap() >= scores.reuse()) {
            return aged.to(TrustState.SUPPRESSED, now);
        }
        if (!state.isUsable()) {
            return aged.to(TrustState.PROBATION, now);
        }
        return usable(aged, points, verdict, now);
    }

    private Stage usable(Stage stage, double points, Verdict verdict, long now) {
        if (!verdict.joined()) {
            return stage.to(TrustState.NEW, now);
        }
        boolean newcomer = stage.state() == TrustState.NEW && verdict.suspiciousSince() > 0;
        boolean suspicious = verdict.suspiciousSince() > stage.since() && stage.state() != TrustState.PROBATION;
        if (newcomer || suspicious) {
            return stage.to(TrustState.PROBATION, now);
        }
        boolean onProbation = stage.state() == TrustState.PROBATION;
        if (onProbation) {
            long began = Math.max(stage.since(), verdict.suspiciousSince());
            boolean over = now - began >= terms.probation().toMillis() || verdict.provenGoodAt() > began;
            if (!over) {
                return stage;
            }
        }
        return stage.to(points <= terms.degradeAt() ? TrustState.DEGRADED : TrustState.ACTIVE, now);
    }

    private Stage quarantined(Stage stage, long now) {
        int count = Math.min(MOST_DOUBLINGS + 1, stage.quarantines() + 1);
        double least = (double) terms.leastQuarantine().toMillis() * (1L << (count - 1));
        long until = now + (long) Math.min(least, terms.longestQuarantine().toMillis());
        return new Stage(TrustState.QUARANTINED, now, until, count, now);
    }

    /** An operator's pardon ends what time there was still to serve, and the memory of earlier quarantines. */
    private static Stage pardoned(Stage stage, Verdict verdict) {
        boolean forgiven = verdict.pardonedAt() > 0 && verdict.pardonedAt() >= stage.since();
        return forgiven ? new Stage(stage.state(), stage.since(), 0, 0, stage.cleanSince()) : stage;
    }

    /** One quarantine less for each day without a new one, beginning when the last one ended. */
    private static Stage cleaned(Stage stage, long now) {
        if (stage.quarantines() == 0 || !stage.state().isUsable()) {
            return stage.quarantines() == 0
                    ? stage
                    : new Stage(stage.state(), stage.since(), stage.leastUntil(), stage.quarantines(), now);
        }
        long days = (now - stage.cleanSince()) / DAY;
        if (days == 0) {
            return stage;
        }
        return new Stage(
                stage.state(),
                stage.since(),
                stage.leastUntil(),
                (int) Math.max(0, stage.quarantines() - days),
                stage.cleanSince() + days * DAY);
    }
}
