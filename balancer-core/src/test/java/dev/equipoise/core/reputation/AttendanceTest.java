package dev.equipoise.core.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttendanceTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long SINCE = Life.START + 12_345;

    private final Attendance attendance = new Attendance(FactWeights.DEFAULT);

    @Test
    void aHundredDaysHaveTheirRewards() {
        Map<FactType, List<Long>> days = new HashMap<>();
        for (long day = 1; day <= 100; day++) {
            for (Fact fact : attendance.rewards("x", SINCE, SINCE + (day - 1) * DAY, SINCE + day * DAY)) {
                days.computeIfAbsent(fact.type(), type -> new ArrayList<>()).add(day);
            }
        }
        assertThat(days.get(FactType.REWARD_1D)).hasSize(100);
        assertThat(days.get(FactType.REWARD_7D))
                .containsExactly(7L, 14L, 21L, 28L, 35L, 42L, 49L, 56L, 63L, 70L, 77L, 84L, 91L, 98L);
        assertThat(days.get(FactType.REWARD_10D)).containsExactly(10L);
        assertThat(days.get(FactType.REWARD_30D)).containsExactly(30L, 60L, 90L);
    }

    @Test
    void aRewardIsDueAtItsMomentAndSaidWhenItIsSeen() {
        assertThat(attendance.rewards("x", SINCE, SINCE, SINCE + DAY - 1)).isEmpty();
        assertThat(attendance.rewards("x", SINCE, SINCE + DAY - 1, SINCE + DAY))
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.at()).isEqualTo(SINCE + DAY);
                    assertThat(fact.effect()).isEqualTo(Effect.credit(1));
                    assertThat(fact.reporter()).isEqualTo("reputation");
                    assertThat(fact.worker()).isEqualTo("x");
                });
        assertThat(attendance.rewards("x", SINCE, SINCE + DAY, SINCE + 2 * DAY - 1))
                .isEmpty();
        assertThat(attendance.rewards("x", SINCE, SINCE - 5 * DAY, SINCE + DAY)).hasSize(1);
    }

    @Test
    void whoLooksSeldomSeesTheSameFacts() {
        Cases.play("attendance", 7, random -> {
            long from = SINCE + random.nextLong(40 * DAY) - 3 * DAY;
            long to = from + random.nextLong(40 * DAY);
            Set<String> whole = ids(attendance.rewards("x", SINCE, from, to));
            Set<String> absent = ids(attendance.absences("x", SINCE, from, to));

            List<Fact> parts = new ArrayList<>();
            for (long at = from; at < to; ) {
                long next = Math.min(to, at + 1 + random.nextLong(random.nextBoolean() ? 10 * DAY : DAY));
                parts.addAll(attendance.rewards("x", SINCE, at, next));
                parts.addAll(attendance.absences("x", SINCE, at, next));
                at = next;
            }
            assertThat(ids(parts)).hasSize(parts.size()).hasSize(whole.size() + absent.size());
            assertThat(ids(parts)).containsAll(whole).containsAll(absent);
        });
    }

    @Test
    void anotherPresenceIsAnotherReward() {
        Set<String> ids = new HashSet<>();
        ids.addAll(ids(attendance.rewards("x", SINCE, SINCE, SINCE + DAY)));
        ids.addAll(ids(attendance.rewards("x", SINCE + 1, SINCE, SINCE + DAY + 1)));
        ids.addAll(ids(attendance.rewards("y", SINCE, SINCE, SINCE + DAY)));
        assertThat(ids).hasSize(3);
    }

    @Test
    void absenceIsPenalisedThreeTimes() {
        assertThat(types(0, 599)).isEmpty();
        assertThat(types(599, 600)).containsExactly(FactType.ABSENT_10M);
        assertThat(types(600, 3_599)).isEmpty();
        assertThat(types(3_599, 3_600)).containsExactly(FactType.ABSENT_1H);
        assertThat(types(0, 86_400)).containsExactly(FactType.ABSENT_10M, FactType.ABSENT_1H, FactType.ABSENT_24H);
        assertThat(types(86_400, 8_640_000)).isEmpty();
        assertThat(attendance.absences("x", SINCE, SINCE, SINCE + DAY))
                .extracting(fact -> fact.effect().behaviour())
                .containsExactly(2.0, 4.0, 7.0);
    }

    private List<FactType> types(long fromSecond, long toSecond) {
        return attendance.absences("x", SINCE, SINCE + fromSecond * 1_000, SINCE + toSecond * 1_000).stream()
                .map(Fact::type)
                .toList();
    }

    private static Set<String> ids(List<Fact> facts) {
        Set<String> ids = new HashSet<>();
        facts.forEach(fact -> ids.add(fact.id()));
        return ids;
    }
}
