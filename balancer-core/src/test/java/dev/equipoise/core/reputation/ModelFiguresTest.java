package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.reputation.Course.Moment;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures by which people know the model, as docs/reputation.md tells them, to the digit they have there. */
class ModelFiguresTest {

    private static final Offset<Double> DIGIT = Offset.offset(0.0500001);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aNewcomersDebtHalvesInHalfAnHourOfPresence() {
        Life life = Life.ofNewcomer("new");
        assertThat(life.points()).isEqualTo(-20);
        assertThat(life.score().multiplier()).isCloseTo(0.4, Offset.offset(1e-9));
        assertThat(life.passes(Duration.ofMinutes(30)).points()).isCloseTo(-10, DIGIT);
        assertThat(life.passes(Duration.ofMinutes(210)).points()).isCloseTo(-0.1, DIGIT);
    }

    @Test
    void aNewcomersDebtStaysWhileItIsDown() {
        Life life = Life.ofNewcomer("new").happens(FactType.LEFT);
        assertThat(life.passes(Duration.ofDays(30)).points()).isEqualTo(-20);
    }

    @Test
    void oneCrashIsHalfForgottenInADay() {
        Life life = Life.of("unlucky").crashes();
        assertThat(life.points()).isEqualTo(-2);
        assertThat(life.passes(Duration.ofDays(1)).points()).isCloseTo(-1, DIGIT);
    }

    @Test
    void aCrashLoopIsSuppressedAtTheFourthCrashAndReleasedAnHourAfterTheLast() {
        Life life = Life.crashLoop();
        List<Moment> moments = Course.of(life, SECOND, Duration.ofHours(2));
        double begun = 10;
        double third = begun + 1.5;
        double last = begun + 10;

        assertThat(at(moments, third).score().flap()).isLessThan(3_000);
        assertThat(at(moments, third + 0.49).state().isUsable()).isTrue();
        assertThat(at(moments, third + 0.5).state()).isEqualTo(TrustState.SUPPRESSED);
        assertThat(at(moments, last).score().points()).isCloseTo(-39.9, DIGIT);
        assertThat(at(moments, last).score().flap()).isEqualTo(12_000);
        assertThat(at(moments, last).state()).isEqualTo(TrustState.QUARANTINED);
        assertThat(at(moments, last + 59.9).score().flap()).isGreaterThan(750);
        assertThat(at(moments, last + 60.1).score().flap()).isLessThan(750);
        assertThat(life.passes(Duration.ofDays(1)).points()).isCloseTo(-20, DIGIT);
    }

    @Test
    void restlessnessAloneEndsWithinAnHour() {
        Life life = Life.of("mover");
        for (int i = 0; i < 40; i++) {
            life.passes(Duration.ofSeconds(15)).happens(FactType.ADDRESS_CHANGED);
        }
        List<Moment> moments = Course.of(life, SECOND, Duration.ofHours(2));
        assertThat(at(moments, 10).state()).isEqualTo(TrustState.SUPPRESSED);
        assertThat(at(moments, 69.9).state()).isEqualTo(TrustState.SUPPRESSED);
        assertThat(at(moments, 70.1).state()).isEqualTo(TrustState.PROBATION);
        assertThat(at(moments, 80.2).state()).isEqualTo(TrustState.ACTIVE);
    }

    @Test
    void aDayAwayCostsFourteenPoints() {
        Life life = Life.of("away").absent(Duration.ofHours(25));
        assertThat(life.points()).isCloseTo(-13.7, DIGIT);
        life.happens(FactType.JOINED).passes(Duration.ofDays(1));
        assertThat(life.points()).isCloseTo(-6.8, DIGIT);
    }

    @ParameterizedTest(name = "after {0} days")
    @CsvSource({"1, 1", "7, 14.5", "10, 22.5", "14, 30", "30, 30"})
    void presenceIsRewarded(int days, double points) {
        assertThat(Life.of("good").present(days).points()).isCloseTo(points, DIGIT);
    }

    @Test
    void tenDaysNeverMakeMoreThanTheProvenAbuseOfOneMomentCosts() {
        assertThat(Life.of("good").present(10).points()).isLessThan(25);
    }

    @Test
    void noNumberOfGoodDaysBuysAScopeAbuse() {
        Life life = Life.scopeAbuse();
        assertThat(life.score().credit()).isEqualTo(30);
        assertThat(life.points()).isEqualTo(-25);
    }

    @ParameterizedTest(name = "{0} crashes a day")
    @CsvSource({"1, -4", "5, -15.5", "10, -29.9", "11, -32.7"})
    void whoeverCrashesEveryDaySettlesSomewhere(int crashes, double points) {
        Life life = Life.of("chronic");
        for (int i = 0; i < 60 * crashes; i++) {
            life.passes(Duration.ofDays(1).dividedBy(crashes)).crashes();
        }
        assertThat(life.points()).isCloseTo(points, DIGIT);
        List<Moment> moments = Course.of(life, Duration.ofHours(1), Duration.ofDays(60));
        boolean quarantined = moments.stream().anyMatch(moment -> moment.state() == TrustState.QUARANTINED);
        assertThat(quarantined).isEqualTo(crashes > 10);
    }

    @Test
    void eightCorroboratedAccusationsInEightMinutesAreQuarantine() {
        Life life = Life.of("failing");
        for (int i = 0; i < 8; i++) {
            life.passes(Duration.ofMinutes(1)).happens(FactType.OUTLIER);
        }
        assertThat(life.points()).isCloseTo(-31.9, DIGIT);
        List<Moment> moments = Course.of(life, SECOND, Duration.ofMinutes(9));
        assertThat(at(moments, 7.9).state()).isEqualTo(TrustState.DEGRADED);
        assertThat(at(moments, 8).state()).isEqualTo(TrustState.QUARANTINED);
    }

    private static Moment at(List<Moment> moments, double minutes) {
        return moments.get((int) Math.round(minutes * 60));
    }
}
