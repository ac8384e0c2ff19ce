package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrustTest {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Verdict JOINED = Verdict.NONE.after(fact(FactType.JOINED, Life.START, null));

    private final Trust trust = new Trust(TrustTerms.DEFAULT, ScoreTerms.DEFAULT);

    @Test
    void theStatesAreThoseOfTheReference() {
        Map<TrustState, Integer> reached = new EnumMap<>(TrustState.class);
        Cases.play("states", 1, random -> {
            ReferenceTrust reference = new ReferenceTrust();
            Stage stage = Stage.FIRST;
            Verdict verdict = Verdict.NONE;
            Score score = Score.NEUTRAL;
            long now = Life.START;
            for (int step = 0; step < 60; step++) {
                now += pause(random);
                verdict = random.nextInt(4) == 0 ? verdict.after(said(random, now)) : verdict;
                score = random.nextInt(3) == 0 ? score(random) : score;
                stage = trust.next(stage, score, verdict, now);
                reference.step(score, verdict, now);
                if (stage.state() != reference.state || stage.quarantines() != reference.strikes) {
                    throw new AssertionError("step " + step + ": " + stage + ", but " + reference.state + " after "
                            + reference.strikes + " quarantines");
                }
                reached.merge(stage.state(), 1, Integer::sum);
            }
        });
        System.out.println("states reached: " + reached);
        assertThat(reached.keySet()).isEqualTo(EnumSet.allOf(TrustState.class));
        assertThat(reached.values()).allMatch(count -> count > 10_000);
    }

    private static long pause(SplittableRandom random) {
        long[] pauses = {0, 1_000, MINUTE, 5 * MINUTE, 60 * MINUTE, DAY};
        return random.nextInt(4) == 0 ? random.nextLong(DAY) : pauses[random.nextInt(pauses.length)];
    }

    private static Score score(SplittableRandom random) {
        double[] round = {0, 0, 15, 25, 30, 60, 80, 100};
        double proven = random.nextInt(3) == 0 ? round[random.nextInt(round.length)] : random.nextDouble(100) / 3;
        double behaviour = round[random.nextInt(4)] * random.nextDouble(1.4);
        double[] restless = {0, 0, 0, 749, 750, 1_000, 2_999, 3_000, 12_000};
        return new Score(proven, behaviour, random.nextDouble(30), 0, restless[random.nextInt(restless.length)]);
    }

    private static Fact said(SplittableRandom random, long now) {
        FactType[] types = {
            FactType.JOINED,
            FactType.JOINED,
            FactType.ENROLLED,
            FactType.SCOPE_ABUSE,
            FactType.ADDRESS_UNANNOUNCED,
            FactType.PROVEN_GOOD,
            FactType.PROVEN_GOOD,
            FactType.OUTLIER,
            FactType.PARDONED,
            FactType.PARDONED,
            FactType.QUARANTINED,
            FactType.BANNED,
            FactType.EQUIVOCATED,
        };
        FactType type = types[random.nextInt(types.length)];
        Long until = random.nextInt(4) == 0 ? null : (Long) (now + random.nextLong(2 * DAY));
        return fact(type, now, until);
    }

    @Test
    void p10BadLuckAloneNeverBans() {
        Set<FactType> luck = EnumSet.of(
                FactType.LEASE_LOST,
                FactType.JOINED,
                FactType.LEFT,
                FactType.ABSENT_24H,
                FactType.OUTLIER,
                FactType.LIED_UP,
                FactType.FLOODING,
                FactType.MALFORMED,
                FactType.ADDRESS_CHANGED);
        Cases.play("P10", 110, random -> {
            RandomFacts chance = new RandomFacts(random);
            Ledger ledger = new Ledger(ScoreTerms.DEFAULT);
            Stage stage = Stage.FIRST;
            long now = Life.START;
            for (int i = 0; i < 40; i++) {
                now += random.nextLong(5 * MINUTE);
                ledger.add(chance.oneOf(luck, "x", now));
                stage = trust.next(stage, ledger.score("x", now), ledger.verdict("x"), now);
                assertThat(stage.state()).isNotEqualTo(TrustState.BANNED);
            }
        });
    }

    @Test
    void nobodyGoesFromDistrustToFullTrustAtOnce() {
        Cases.play("the way back", 112, random -> {
            Stage stage = Stage.FIRST;
            Verdict verdict = JOINED;
            long now = Life.START;
            for (int step = 0; step < 40; step++) {
                now += pause(random);
                verdict = random.nextInt(4) == 0 ? verdict.after(said(random, now)) : verdict;
                Stage next = trust.next(stage, score(random), verdict, now);
                if (!stage.state().isUsable() && next.state().isUsable()) {
                    assertThat(next.state()).isEqualTo(TrustState.PROBATION);
                }
                if (stage.state() == TrustState.QUARANTINED
                        && stage.leastUntil() > now
                        && verdict.pardonedAt() < stage.since()) {
                    assertThat(next.state()).isIn(TrustState.QUARANTINED, TrustState.BANNED);
                }
                stage = next;
            }
        });
    }

    @Test
    void aNewcomerIsOnProbationForTenMinutes() {
        Verdict newcomer = Verdict.NONE
                .after(fact(FactType.ENROLLED, Life.START, null))
                .after(fact(FactType.JOINED, Life.START, null));
        Stage stage = trust.next(Stage.FIRST, points(-20), newcomer, Life.START);
        assertThat(stage.state()).isEqualTo(TrustState.PROBATION);
        assertThat(trust.next(stage, points(-10), newcomer, Life.START + 10 * MINUTE - 1)
                        .state())
                .isEqualTo(TrustState.PROBATION);
        assertThat(trust.next(stage, points(-10), newcomer, Life.START + 10 * MINUTE)
                        .state())
                .isEqualTo(TrustState.DEGRADED);
    }

    @Test
    void provenGoodWorkEndsProbation() {
        Verdict newcomer = Verdict.NONE
                .after(fact(FactType.ENROLLED, Life.START, null))
                .after(fact(FactType.JOINED, Life.START, null));
        Stage stage = trust.next(Stage.FIRST, points(-20), newcomer, Life.START);
        Verdict proven = newcomer.after(fact(FactType.PROVEN_GOOD, Life.START + MINUTE, null));
        assertThat(trust.next(stage, points(-19), proven, Life.START + MINUTE).state())
                .isEqualTo(TrustState.DEGRADED);
    }

    @Test
    void oneOfAKnownOwnerNeedsNoProbation() {
        assertThat(trust.next(Stage.FIRST, Score.NEUTRAL, JOINED, Life.START).state())
                .isEqualTo(TrustState.ACTIVE);
        assertThat(trust.next(Stage.FIRST, Score.NEUTRAL, Verdict.NONE, Life.START)
                        .state())
                .isEqualTo(TrustState.NEW);
    }

    @ParameterizedTest(name = "quarantine {0} lasts {1} minutes")
    @CsvSource({"1, 5", "2, 10", "3, 20", "8, 640", "9, 720", "10, 720"})
    void eachQuarantineLastsTwiceAsLongAsTheOneBefore(int number, int minutes) {
        Stage stage = Stage.FIRST;
        long now = Life.START;
        for (int i = 0; i < number; i++) {
            now += 1;
            stage = trust.next(stage, points(-30), JOINED, now);
            assertThat(stage.state()).isEqualTo(TrustState.QUARANTINED);
            long least = stage.leastUntil();
            if (i == number - 1) {
                assertThat(least - now).isEqualTo(minutes * MINUTE);
            }
            assertThat(trust.next(stage, points(-14), JOINED, least - 1).state())
                    .isEqualTo(TrustState.QUARANTINED);
            assertThat(trust.next(stage, points(-15.1), JOINED, least).state()).isEqualTo(TrustState.QUARANTINED);
            stage = trust.next(stage, points(-15), JOINED, least);
            assertThat(stage.state()).isEqualTo(TrustState.PROBATION);
            now = least;
        }
    }

    @Test
    void aCleanDayTakesOneQuarantineBack() {
        Stage stage = trust.next(Stage.FIRST, points(-30), JOINED, Life.START);
        long out = stage.leastUntil();
        stage = trust.next(stage, Score.NEUTRAL, JOINED, out);
        assertThat(trust.next(stage, Score.NEUTRAL, JOINED, out + DAY - 1).quarantines())
                .isOne();
        assertThat(trust.next(stage, Score.NEUTRAL, JOINED, out + DAY).quarantines())
                .isZero();
    }

    @Test
    void aBanByScoreLastsTwelveHoursAndUntilTheScoreIsAboveQuarantine() {
        Score proven = new Score(80, 0, 0, 0, 0);
        Stage stage = trust.next(Stage.FIRST, proven, JOINED, Life.START);
        assertThat(stage.state()).isEqualTo(TrustState.BANNED);
        assertThat(trust.next(stage, Score.NEUTRAL, JOINED, Life.START + DAY / 2 - 1)
                        .state())
                .isEqualTo(TrustState.BANNED);
        assertThat(trust.next(stage, points(-30), JOINED, Life.START + DAY).state())
                .isEqualTo(TrustState.BANNED);
        assertThat(trust.next(stage, points(-29), JOINED, Life.START + DAY / 2).state())
                .isEqualTo(TrustState.PROBATION);
    }

    @ParameterizedTest
    @EnumSource(names = {"EQUIVOCATED", "KEY_REVOKED"})
    void aLatchEndsWithAPardonAlone(FactType latch) {
        Verdict latched = JOINED.after(fact(latch, Life.START, null));
        Stage stage = trust.next(Stage.FIRST, Score.NEUTRAL, latched, Life.START);
        stage = trust.next(stage, Score.NEUTRAL, latched, Life.START + 1_000 * DAY);
        assertThat(stage.state()).isEqualTo(TrustState.BANNED);
        long pardoned = Life.START + 1_001 * DAY;
        Verdict forgiven = latched.after(fact(FactType.PARDONED, pardoned, null));
        assertThat(trust.next(stage, Score.NEUTRAL, forgiven, pardoned).state()).isEqualTo(TrustState.PROBATION);
    }

    @ParameterizedTest
    @CsvSource({"80, BANNED", "40, QUARANTINED"})
    void aPardonEndsWhatTheScoreBegan(double proven, TrustState state) {
        Stage stage = trust.next(Stage.FIRST, new Score(proven, 0, 0, 0, 0), JOINED, Life.START);
        assertThat(stage.state()).isEqualTo(state);
        Verdict forgiven = JOINED.after(fact(FactType.PARDONED, Life.START + 1, null));
        Stage after = trust.next(stage, Score.NEUTRAL, forgiven, Life.START + 1);
        assertThat(after.state()).isEqualTo(TrustState.PROBATION);
        assertThat(after.quarantines()).isZero();
        Stage again = trust.next(after, points(-30), forgiven, Life.START + 2);
        assertThat(again.leastUntil() - again.since()).isEqualTo(5 * MINUTE);
        assertThat(trust.next(again, Score.NEUTRAL, forgiven, Life.START + 3).state())
                .as("a pardon forgives nothing that comes later")
                .isEqualTo(TrustState.QUARANTINED);
    }

    @Test
    void anOperatorsWordEndsInTime() {
        long until = Life.START + DAY;
        Verdict quarantined = JOINED.after(fact(FactType.QUARANTINED, Life.START, until));
        Stage stage = trust.next(Stage.FIRST, Score.NEUTRAL, quarantined, Life.START);
        assertThat(trust.next(stage, Score.NEUTRAL, quarantined, until - 1).state())
                .isEqualTo(TrustState.QUARANTINED);
        assertThat(trust.next(stage, Score.NEUTRAL, quarantined, until).state()).isEqualTo(TrustState.PROBATION);

        Verdict banned = JOINED.after(fact(FactType.BANNED, Life.START, until));
        stage = trust.next(stage, Score.NEUTRAL, banned, Life.START);
        assertThat(trust.next(stage, Score.NEUTRAL, banned, until - 1).state()).isEqualTo(TrustState.BANNED);
        assertThat(trust.next(stage, Score.NEUTRAL, banned, until).state()).isEqualTo(TrustState.PROBATION);
        Verdict forEver = JOINED.after(fact(FactType.BANNED, Life.START, null));
        assertThat(trust.next(stage, Score.NEUTRAL, forEver, Life.START + 10_000 * DAY)
                        .state())
                .isEqualTo(TrustState.BANNED);
    }

    @Test
    void p15OnlyThreeStatesGetNothing() {
        Set<TrustState> out = EnumSet.noneOf(TrustState.class);
        for (TrustState state : TrustState.values()) {
            if (!state.isUsable()) {
                out.add(state);
            }
        }
        assertThat(out).containsExactly(TrustState.SUPPRESSED, TrustState.QUARANTINED, TrustState.BANNED);
    }

    private static Score points(double points) {
        return new Score(0, -points, 0, 0, 0);
    }

    private static Fact fact(FactType type, long at, Long until) {
        return new Fact(type + "-" + at, at, "x", "", type, Effect.NONE, "", "test", until);
    }
}
