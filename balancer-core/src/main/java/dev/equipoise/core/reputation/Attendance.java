package dev.equipoise.core.reputation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What time itself says: rewards for unbroken presence (each day, each seven days, the first ten, each thirty) and penalties
 * for absence (ten minutes, an hour, a day). The ids of these facts follow from what they are about, so that two who see the
 * same moment say the same fact.
 */
public final class Attendance {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int WEEK = 7;
    private static final int TEN = 10;
    private static final int MONTH = 30;

    private final FactWeights weights;

    public Attendance(FactWeights weights) {
        this.weights = weights;
    }

    /**
     * Rewards whose moment lies in ({@code from}, {@code to}], all said at {@code to}.
     *
     * @param presentSince when the unbroken presence began; a planned pause does not break it
     */
    public List<Fact> rewards(String worker, long presentSince, long from, long to) {
        List<Fact> due = new ArrayList<>();
        long first = Math.max(1, (from - presentSince) / DAY + 1);
        for (long day = first; presentSince + day * DAY <= to; day++) {
            due.add(reward(worker, FactType.REWARD_1D, presentSince, day, to, "a day of presence"));
            if (day % WEEK == 0) {
                due.add(reward(worker, FactType.REWARD_7D, presentSince, day, to, "seven days of presence"));
            }
            if (day == TEN) {
                due.add(reward(worker, FactType.REWARD_10D, presentSince, day, to, "ten days of presence in a row"));
            }
            if (day % MONTH == 0) {
                due.add(reward(worker, FactType.REWARD_30D, presentSince, day, to, "thirty days of presence"));
            }
        }
        return due;
    }

    private Fact reward(String worker, FactType type, long since, long day, long at, String why) {
        return fact("attendance:" + worker + ":" + since + ":" + day + ":" + type, worker, type, at, why);
    }

    /** Penalties whose moment lies in ({@code from}, {@code to}] for one whose lease was lost, all said at {@code to}. */
    public List<Fact> absences(String worker, long lostAt, long from, long to) {
        List<Fact> due = new ArrayList<>();
        absence(due, worker, FactType.ABSENT_10M, lostAt, Duration.ofMinutes(10), from, to);
        absence(due, worker, FactType.ABSENT_1H, lostAt, Duration.ofHours(1), from, to);
        absence(due, worker, FactType.ABSENT_24H, lostAt, Duration.ofHours(24), from, to);
        return due;
    }

    private void absence(
            List<Fact> due, String worker, FactType type, long lostAt, Duration after, long from, long to) {
        long moment = lostAt + after.toMillis();
        if (moment > from && moment <= to) {
            due.add(fact(
                    "attendance:" + worker + ":" + lostAt + ":" + type,
                    worker,
                    type,
                    to,
                    "away for " + after.toMinutes() + " minutes"));
        }
    }

    private Fact fact(String id, String worker, FactType type, long at, String why) {
        return new Fact(id, at, worker, "", type, weights.of(type), why, "reputation", null);
    }
}
