package dev.equipoise.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesTest {

    private final Rates rates = new Rates();

    @Test
    void whatAllGatewaysCountedIsTheRateOfAWorker() {
        rates.take(0, Map.of("g1 default w-1", 100L, "g2 default w-1", 10L, "g1 default w-2", 5L));
        rates.take(2000, Map.of("g1 default w-1", 106L, "g2 default w-1", 14L, "g1 default w-2", 5L));

        assertThat(rates.perSecond(2000)).containsEntry("w-1", 5.0).containsEntry("w-2", 0.0);
    }

    @Test
    void tenSecondsAreRememberedAndNoMore() {
        for (int second = 0; second <= 20; second++) {
            rates.take(second * 1000L, Map.of("g default w", second <= 5 ? second * 7L : 35L));
        }

        assertThat(rates.perSecond(20_000).getOrDefault("w", 0.0)).isZero();
    }

    @Test
    void aCountThatFellBeganAnewAndOneThatIsNewIsNoJump() {
        rates.take(0, Map.of("g default w", 1000L));
        rates.take(1000, Map.of("g default w", 3L, "g default new", 500L));

        assertThat(rates.perSecond(1000)).containsEntry("w", 3.0).doesNotContainKey("new");
    }

    @Test
    void beforeTheSecondLookThereIsNoRate() {
        rates.take(0, Map.of("g default w", 1000L));

        assertThat(rates.perSecond(0)).isEmpty();
    }
}
