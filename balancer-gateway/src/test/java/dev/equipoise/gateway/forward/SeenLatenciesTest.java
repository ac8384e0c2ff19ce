package dev.equipoise.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SeenLatenciesTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SeenLatencies seen = new SeenLatencies(0);

    @Test
    void aFewSayNothing() {
        for (int i = 1; i < SeenLatencies.LEAST; i++) {
            seen.add(1_000_000);
        }
        assertThat(seen.quantile(0.95, SECOND)).isZero();
        seen.add(1_000_000);
        assertThat(seen.quantile(0.95, 2 * SECOND)).isBetween(1_000_000L, 1_125_000L);
    }

    @Test
    void theQuantileIsThatOfWhatWasSeen() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            seen.add(1 + random.nextInt(1_000_000));
        }
        assertThat(seen.quantile(0.95, SECOND)).isBetween(950_000L, 1_070_000L);
        assertThat(seen.quantile(0.5, SECOND)).isBetween(500_000L, 563_000L);
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        for (int i = 0; i < 1_000; i++) {
            seen.add(1_000_000_000);
        }
        for (int second = 1; second <= 120; second++) {
            for (int i = 0; i < 100; i++) {
                seen.add(1_000_000);
            }
            seen.quantile(0.95, second * SECOND);
        }
        assertThat(seen.quantile(0.95, 121 * SECOND)).isLessThan(1_200_000);
    }
}
