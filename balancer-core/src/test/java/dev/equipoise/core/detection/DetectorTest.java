package dev.equipoise.core.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.equipoise.core.detection.Response.Action;
import dev.equipoise.core.reputation.Cases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DetectorTest {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Response BLOCK = new Response(Action.BLOCK, Duration.ofMinutes(10));
    private static final DetectionPoint POINT = new DetectionPoint(
            "C-RE5",
            "RE5",
            new Threshold(3, Duration.ofMinutes(10)),
            List.of(Response.once(Action.LOG), Response.once(Action.NOTIFY), BLOCK));

    private final Detector detector = new Detector(100);

    @Test
    void theThirdEventWithinTenMinutesIsAnAttack() {
        assertThat(event(0)).isNull();
        assertThat(event(5 * MINUTE)).isNull();
        Attack attack = event(10 * MINUTE - 1);
        assertThat(attack).isEqualTo(new Attack(POINT, "a", 10 * MINUTE - 1, 1, Response.once(Action.LOG)));
    }

    @Test
    void eventsThatAreTooOldDoNotCount() {
        assertThat(event(0)).isNull();
        assertThat(event(5 * MINUTE)).isNull();
        assertThat(event(10 * MINUTE)).isNull();
        assertThat(event(10 * MINUTE)).isNotNull();
    }

    @Test
    void thresholdsReArmAndTheLadderIsClimbedToItsEnd() {
        List<Attack> attacks = new ArrayList<>();
        for (int i = 1; i <= 15; i++) {
            Attack attack = event(i);
            assertThat(attack != null).isEqualTo(i % 3 == 0);
            if (attack != null) {
                attacks.add(attack);
            }
        }
        assertThat(attacks).extracting(Attack::number).containsExactly(1, 2, 3, 4, 5);
        assertThat(attacks)
                .extracting(attack -> attack.response().action())
                .containsExactly(Action.LOG, Action.NOTIFY, Action.BLOCK, Action.BLOCK, Action.BLOCK);
    }

    @Test
    void afterADayWithoutAnAttackTheLadderBeginsAnew() {
        attackAt(0);
        attackAt(DAY);
        assertThat(attackAt(2 * DAY).number()).isEqualTo(3);
        assertThat(attackAt(3 * DAY + 1).number()).isEqualTo(1);
    }

    private Attack attackAt(long now) {
        event(now);
        event(now);
        return event(now);
    }

    @Test
    void subjectsAndPointsAreCountedApart() {
        DetectionPoint other = new DetectionPoint("C-RE1", "RE1", POINT.threshold(), POINT.ladder());
        for (int i = 0; i < 2; i++) {
            assertThat(detector.event(POINT, "a", 0)).isNull();
            assertThat(detector.event(POINT, "b", 0)).isNull();
            assertThat(detector.event(other, "a", 0)).isNull();
        }
        assertThat(detector.size()).isEqualTo(3);
        assertThat(detector.event(other, "a", 0)).isNotNull();
        assertThat(detector.event(POINT, "b", 0)).isNotNull();
    }

    @Test
    void ofTooManyThoseAreForgottenThatWereQuietLongest() {
        event(0);
        event(0);
        for (int i = 0; i < 99; i++) {
            detector.event(POINT, "other-" + i, 0);
        }
        event(0);
        assertThat(detector.size()).isEqualTo(100);
        event(0);
        detector.event(POINT, "new", 0);
        event(0);
        assertThat(detector.size()).isEqualTo(100);
        assertThat(event(0)).as("it was never quiet, and is known").isNotNull();
        assertThat(detector.event(POINT, "other-0", 0)).isNull();
        assertThat(detector.event(POINT, "other-0", 0))
                .as("the quietest was forgotten, this is its second event")
                .isNull();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 100_000; i++) {
            detector.event(POINT, "source-" + i, i);
        }
        assertThat(detector.size()).isEqualTo(100);
    }

    @Test
    void itCountsAsOneWhoRemembersEverythingWould() {
        Cases.play("detector", 3, random -> {
            Detector own = new Detector(4);
            List<Long> since = new ArrayList<>();
            long now = 0;
            for (int i = 0; i < 30; i++) {
                now += random.nextLong(8 * MINUTE);
                since.add(now);
                long oldest = now - 10 * MINUTE;
                boolean expected = since.stream().filter(at -> at > oldest).count() >= 3;
                if ((own.event(POINT, "a", now) != null) != expected) {
                    throw new AssertionError("event " + i + " at " + now);
                }
                if (expected) {
                    since.clear();
                }
            }
        });
    }

    @Test
    void pointsAndThresholdsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DetectionPoint("a", "b", POINT.threshold(), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Threshold(0, Duration.ofMinutes(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Threshold(1, Duration.ZERO));
    }

    private @Nullable Attack event(long now) {
        return detector.event(POINT, "a", now);
    }
}
