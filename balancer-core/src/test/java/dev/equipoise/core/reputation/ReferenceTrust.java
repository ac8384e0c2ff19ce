package dev.equipoise.core.reputation;

/**
 * The states of trust once more, written from the table in docs/reputation.md and not from the code: one rule for each state,
 * changed in place. {@link TrustTest} compares the two.
 */
final class ReferenceTrust {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    TrustState state = TrustState.NEW;
    int strikes;

    private long since;
    /** Quarantine or ban by score, with a time to serve; else by an operator or a latch. */
    private boolean byScore;

    private long served;
    private long cleanFrom;

    void step(Score score, Verdict verdict, long now) {
        countCleanDays(now);
        if (verdict.pardonedAt() != 0 && verdict.pardonedAt() >= since) {
            byScore = false;
            strikes = 0;
        }
        TrustState next = switch (state) {
            case BANNED -> fromBanned(score, verdict, now);
            case QUARANTINED -> fromQuarantined(score, verdict, now);
            case SUPPRESSED -> fromSuppressed(score, verdict, now);
            case NEW, PROBATION, ACTIVE, DEGRADED -> fromUsable(score, verdict, now);
        };
        if (next != state) {
            state = next;
            since = now;
        }
    }

    private void countCleanDays(long now) {
        if (!state.isUsable()) {
            cleanFrom = now;
        }
        while (strikes > 0 && now - cleanFrom >= DAY) {
            strikes--;
            cleanFrom += DAY;
        }
    }

    private TrustState fromBanned(Score score, Verdict verdict, long now) {
        if (operatorBans(verdict, now)) {
            return TrustState.BANNED;
        }
        if (deservesBan(score)) {
            return byScore ? TrustState.BANNED : ban(now);
        }
        if (byScore && (now < served || score.points() <= -30)) {
            return TrustState.BANNED;
        }
        return out(score, verdict, now, 3000);
    }

    private TrustState fromQuarantined(Score score, Verdict verdict, long now) {
        if (operatorBans(verdict, now)) {
            return toOperators(TrustState.BANNED);
        }
        if (deservesBan(score)) {
            return ban(now);
        }
        if (operatorQuarantines(verdict, now)) {
            return TrustState.QUARANTINED;
        }
        if (byScore && (now < served || score.points() < -15)) {
            return TrustState.QUARANTINED;
        }
        return out(score, verdict, now, 3000);
    }

    private TrustState fromSuppressed(Score score, Verdict verdict, long now) {
        if (operatorBans(verdict, now)) {
            return toOperators(TrustState.BANNED);
        }
        if (deservesBan(score)) {
            return ban(now);
        }
        return out(score, verdict, now, 750);
    }

    private TrustState out(Score score, Verdict verdict, long now, double restless) {
        if (operatorQuarantines(verdict, now)) {
            return toOperators(TrustState.QUARANTINED);
        }
        if (score.points() <= -30) {
            return quarantine(now);
        }
        return score.flap() >= restless ? TrustState.SUPPRESSED : TrustState.PROBATION;
    }

    private TrustState fromUsable(Score score, Verdict verdict, long now) {
        if (operatorBans(verdict, now)) {
            return toOperators(TrustState.BANNED);
        }
        if (deservesBan(score)) {
            return ban(now);
        }
        if (operatorQuarantines(verdict, now)) {
            return toOperators(TrustState.QUARANTINED);
        }
        if (score.points() <= -30) {
            return quarantine(now);
        }
        if (score.flap() >= 3000) {
            return TrustState.SUPPRESSED;
        }
        if (!verdict.joined()) {
            return TrustState.NEW;
        }
        boolean watched =
                verdict.suspiciousSince() > since || (state == TrustState.NEW && verdict.suspiciousSince() > 0);
        if (watched && state != TrustState.PROBATION) {
            return TrustState.PROBATION;
        }
        if (state == TrustState.PROBATION) {
            long began = Math.max(since, verdict.suspiciousSince());
            boolean proven = verdict.provenGoodAt() > began;
            if (now < began + 10 * MINUTE && !proven) {
                return TrustState.PROBATION;
            }
        }
        return score.points() > -1 ? TrustState.ACTIVE : TrustState.DEGRADED;
    }

    private static boolean deservesBan(Score score) {
        return score.points() <= -80 && score.proven() >= 60;
    }

    private static boolean operatorBans(Verdict verdict, long now) {
        return !verdict.latched().isEmpty() || (verdict.bannedUntil() != null && verdict.bannedUntil() > now);
    }

    private static boolean operatorQuarantines(Verdict verdict, long now) {
        return verdict.quarantinedUntil() != null && verdict.quarantinedUntil() > now;
    }

    private TrustState toOperators(TrustState next) {
        byScore = false;
        return next;
    }

    private TrustState ban(long now) {
        byScore = true;
        served = now + 12 * HOUR;
        since = now;
        return TrustState.BANNED;
    }

    private TrustState quarantine(long now) {
        long minutes = 5;
        for (int i = 0; i < strikes && minutes < 12 * 60; i++) {
            minutes *= 2;
        }
        strikes = Math.min(9, strikes + 1);
        byScore = true;
        served = now + Math.min(12 * 60, minutes) * MINUTE;
        since = now;
        cleanFrom = now;
        return TrustState.QUARANTINED;
    }
}
