package dev.equipoise.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostTest {

    private static final String WENT = "2026-11-21T10:00:00Z";
    private static final long NOW = Instant.parse(WENT).toEpochMilli();

    private final List<String> asked = new ArrayList<>();
    private String why = "expired";
    private final Lost lost = new Lost(id -> {
        asked.add(id);
        return Fleets.gone(id, why, WENT);
    });
    private final Member one = Fleets.member("w-1", "up");
    private final Member two = Fleets.member("w-2", "up");

    @Test
    void whoWentWithoutAWordIsMissedUntilItIsBack() {
        assertThat(lost.look(NOW, List.of(one, two))).isEmpty();

        assertThat(lost.look(NOW, List.of(one))).extracting(Member::id).containsExactly("w-2");
        assertThat(lost.look(NOW, List.of(one))).hasSize(1);
        assertThat(lost.look(NOW, null)).as("nobody knows who is there").hasSize(1);
        assertThat(asked).as("once").containsExactly("w-2");

        assertThat(lost.look(NOW, List.of(one, two))).isEmpty();
    }

    @Test
    void whoSaidGoodbyeIsNotMissed() {
        why = "left";
        lost.look(NOW, List.of(one, two));

        assertThat(lost.look(NOW, List.of(one))).isEmpty();
    }

    @Test
    void afterTenMinutesItIsForgotten() {
        lost.look(NOW, List.of(one, two));
        lost.look(NOW, List.of(one));

        assertThat(lost.look(NOW + Lost.MEMORY_MS, List.of(one))).hasSize(1);
        assertThat(lost.look(NOW + Lost.MEMORY_MS + 1, List.of(one))).isEmpty();
    }

    @Test
    void aFleetThatVanishesIsNotAskedForOneByOne() {
        List<Member> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(Fleets.member("w-" + i, "up"));
        }
        lost.look(NOW, many);

        assertThat(lost.look(NOW, List.of())).hasSize(10);
        assertThat(asked).hasSize(10);
    }
}
