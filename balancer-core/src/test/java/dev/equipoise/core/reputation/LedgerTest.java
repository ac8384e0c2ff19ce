package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final String HERE = "owner@host:1";
    private static final String THERE = "owner@host:2";
    private static final Effect CRASH = FactWeights.DEFAULT.of(FactType.LEASE_LOST);

    private final Ledger ledger = new Ledger(ScoreTerms.DEFAULT);
    private int facts;

    @Test
    void ofAStrangerNothingIsKnown() {
        assertThat(ledger.score("x", Life.START)).isEqualTo(Score.NEUTRAL);
        assertThat(ledger.verdict("x")).isEqualTo(Verdict.NONE);
        assertThat(ledger.explain("x", Life.START)).isNull();
        assertThat(ledger.knows("x")).isFalse();
        assertThat(ledger.isUp("x")).isFalse();
        assertThat(ledger.at("x")).isZero();
        assertThat(ledger.inherited(List.of("x"), Life.START)).isEqualTo(Effect.NONE);
        assertThat(ledger.inherited(List.of(), Life.START)).isEqualTo(Effect.NONE);
    }

    @Test
    void whoIsKnownIsListed() {
        add("x", "", 0, FactType.JOINED, Effect.NONE);
        add("y", "", 1, FactType.LEFT, Effect.NONE);
        assertThat(ledger.workers()).containsExactlyInAnyOrder("x", "y");
        assertThat(ledger.size()).isEqualTo(2);
        assertThat(ledger.isUp("x")).isTrue();
        assertThat(ledger.isUp("y")).isFalse();
        assertThat(ledger.at("y")).isEqualTo(Life.START + 1);
        assertThat(ledger.knows("x")).isTrue();
    }

    @Test
    void whoeverComesToARestlessPlaceIsRestless() {
        add("x", HERE, 0, FactType.LEASE_LOST, CRASH);
        add("y", HERE, 1, FactType.JOINED, Effect.NONE);
        add("z", THERE, 1, FactType.JOINED, Effect.NONE);
        assertThat(ledger.score("y", Life.START + 1).flap()).isCloseTo(1_000, Offset.offset(0.1));
        assertThat(ledger.score("y", Life.START + 1).points()).isZero();
        assertThat(ledger.score("z", Life.START + 1).flap()).isZero();
    }

    @Test
    void restlessnessOfSeveralAtOnePlaceAddsUpAndIsBounded() {
        for (int i = 0; i < 3; i++) {
            add("x" + i, HERE, i, FactType.LEASE_LOST, CRASH);
        }
        assertThat(ledger.score("x0", Life.START + 3).flap()).isCloseTo(3_000, Offset.offset(1.0));
        for (int i = 3; i < 100; i++) {
            add("x" + i, HERE, i, FactType.LEASE_LOST, CRASH);
        }
        assertThat(ledger.score("x0", Life.START + 99).flap()).isEqualTo(12_000);
    }

    @Test
    void whoMovesTakesItsRestlessnessAlongAndLeavesItBehindToo() {
        add("x", HERE, 0, FactType.LEASE_LOST, CRASH);
        add("x", THERE, 0, FactType.ADDRESS_CHANGED, FactWeights.DEFAULT.of(FactType.ADDRESS_CHANGED));
        add("y", HERE, 0, FactType.JOINED, Effect.NONE);
        add("z", THERE, 0, FactType.JOINED, Effect.NONE);
        assertThat(ledger.score("x", Life.START).flap()).isEqualTo(1_500);
        assertThat(ledger.score("y", Life.START).flap()).isEqualTo(1_000);
        assertThat(ledger.score("z", Life.START).flap()).isEqualTo(500);
    }

    @Test
    void aPlaceIsRememberedAsOneWithoutAPlaceInItsFacts() {
        add("x", HERE, 0, FactType.JOINED, Effect.NONE);
        add("x", "", 0, FactType.LEASE_LOST, CRASH);
        add("y", HERE, 0, FactType.JOINED, Effect.NONE);
        assertThat(ledger.score("y", Life.START).flap()).isEqualTo(1_000);
    }

    @Test
    void aPardonForgivesAllButWhatWasEarned() {
        add("x", HERE, 0, FactType.REWARD_7D, Effect.credit(8));
        add("x", HERE, 1, FactType.SCOPE_ABUSE, Effect.proven(25));
        add("x", HERE, 2, FactType.LEASE_LOST, CRASH);
        add("x", HERE, 3, FactType.ENROLLED, Effect.debt(20));
        add("x", HERE, 4, FactType.EQUIVOCATED, Effect.NONE);
        add("x", HERE, 5, FactType.BANNED, Effect.NONE);
        add("x", HERE, 6, FactType.QUARANTINED, Effect.NONE);
        add("x", HERE, 7, FactType.PARDONED, Effect.NONE);

        Score score = ledger.score("x", Life.START + 7);
        assertThat(score.points()).isCloseTo(8, Offset.offset(1e-6));
        assertThat(score.flap()).isZero();
        assertThat(ledger.verdict("x").latched()).isEmpty();
        assertThat(ledger.verdict("x").bannedUntil()).isNull();
        assertThat(ledger.verdict("x").quarantinedUntil()).isNull();
        assertThat(ledger.explain("x", Life.START + 7).sum()).isCloseTo(score.points(), Offset.offset(1e-9));
        add("x", HERE, 8, FactType.LEASE_LOST, CRASH);
        assertThat(ledger.score("x", Life.START + 8).behaviour()).isEqualTo(2);
        assertThat(ledger.score("x", Life.START + 8).flap()).isEqualTo(1_000);
    }

    @Test
    void aNewNameInheritsTheWorstOfEachThatItIsLinkedTo() {
        add("abuser", "", 0, FactType.SCOPE_ABUSE, new Effect(25, 0, 0, 0, 500));
        add("crasher", "", 0, FactType.LEASE_LOST, new Effect(0, 40, 0, 0, 3_000));
        add("newcomer", "", 0, FactType.ENROLLED, Effect.debt(20));
        add("good", "", 0, FactType.REWARD_30D, Effect.credit(20));

        List<String> linked = List.of("abuser", "crasher", "newcomer", "good", "nobody");
        assertThat(ledger.inherited(linked, Life.START)).isEqualTo(new Effect(25, 40, 0, 20, 3_000));
        assertThat(ledger.inherited(List.of("good"), Life.START)).isEqualTo(Effect.NONE);
    }

    @Test
    void whoWasSilentForThirtyDaysAndHasNothingLeftIsForgotten() {
        add("x", "", 0, FactType.LEFT, Effect.NONE);
        ledger.forget(Life.START + 30 * DAY);
        assertThat(ledger.knows("x")).isTrue();
        ledger.forget(Life.START + 30 * DAY + 1);
        assertThat(ledger.knows("x")).isFalse();
    }

    @Test
    void aNewcomersDebtIsNoReasonToRememberIt() {
        add("x", "", 0, FactType.ENROLLED, Effect.debt(20));
        ledger.forget(Life.START + 31 * DAY);
        assertThat(ledger.size()).isZero();
    }

    @Test
    void whoIsUpIsNotForgotten() {
        add("x", "", 0, FactType.JOINED, Effect.NONE);
        ledger.forget(Life.START + 1_000 * DAY);
        assertThat(ledger.knows("x")).isTrue();
    }

    @Test
    void creditThatMakesUpForMisbehaviourIsNotNothing() {
        add("x", "", 0, FactType.REWARD_7D, Effect.credit(4));
        add("x", "", 0, FactType.FRAMING, Effect.proven(3.687));
        long cancelled = Life.START + 40 * DAY;
        assertThat(ledger.score("x", cancelled).points()).isCloseTo(0, Offset.offset(0.005));
        assertThat(ledger.score("x", cancelled).proven()).isGreaterThan(1);
        ledger.forget(cancelled);
        assertThat(ledger.knows("x")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"BANNED", "QUARANTINED", "EQUIVOCATED", "KEY_REVOKED"})
    void aVerdictWithoutAnEndIsNotForgotten(FactType verdict) {
        add("x", "", 0, verdict, Effect.NONE);
        ledger.forget(Life.START + 10_000 * DAY);
        assertThat(ledger.knows("x")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"BANNED", "QUARANTINED"})
    void aVerdictThatHasEndedIs(FactType verdict) {
        ledger.add(new Fact("f", Life.START, "x", "", verdict, Effect.NONE, "", "operator:me", Life.START + 40 * DAY));
        ledger.forget(Life.START + 39 * DAY);
        assertThat(ledger.knows("x")).isTrue();
        ledger.forget(Life.START + 41 * DAY);
        assertThat(ledger.knows("x")).isFalse();
    }

    @Test
    void calmPlacesAreForgotten() {
        add("x", HERE, 0, FactType.LEASE_LOST, CRASH);
        ledger.forget(Life.START + Duration.ofHours(1).toMillis());
        add("y", HERE, Duration.ofHours(1).toMillis(), FactType.JOINED, Effect.NONE);
        assertThat(ledger.score("y", Life.START + Duration.ofHours(1).toMillis())
                        .flap())
                .isCloseTo(1_000 / 16.0, Offset.offset(1e-9));
        ledger.forget(Life.START + Duration.ofHours(3).toMillis());
        add("z", HERE, Duration.ofHours(3).toMillis(), FactType.JOINED, Effect.NONE);
        assertThat(ledger.score("z", Life.START + Duration.ofHours(3).toMillis())
                        .flap())
                .isZero();
    }

    private void add(String worker, String place, long after, FactType type, Effect effect) {
        String id = String.format("f-%04d", facts++);
        ledger.add(new Fact(id, Life.START + after, worker, place, type, effect, "", "test", null));
    }
}
