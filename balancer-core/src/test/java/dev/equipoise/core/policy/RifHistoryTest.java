package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RifHistoryTest {

    private final RifHistory history = new RifHistory();

    @Test
    void whileNothingIsKnownNobodyIsHot() {
        assertThat(history.threshold()).isGreaterThan(Integer.MAX_VALUE);
        assertThat(history.usual()).isZero();
    }

    @Test
    void theFirstSamplesCountAtOnce() {
        history.add(3);
        assertThat(history.threshold()).isEqualTo(3);
        history.add(1);
        assertThat(history.threshold()).isEqualTo(3);
        for (int i = 0; i < 8; i++) {
            history.add(0);
        }
        // ⌈0.84 × 10⌉: the ninth of ten.
        assertThat(history.threshold()).isEqualTo(1);
    }

    @Test
    void eightyFourPercentOfTheSamplesAreNotAbove() {
        for (int i = 0; i < 10 * RifHistory.SIZE + 1; i++) {
            history.add(i % RifHistory.SIZE);
        }
        // ⌈0.84 × 128⌉ = 108 of 0 to 127 are 107 or less.
        assertThat(history.threshold()).isEqualTo(107);
        assertThat(history.usual()).isEqualTo(64);
    }

    @Test
    void whatIsOlderThanTheLast128IsForgotten() {
        for (int i = 0; i < 1_000; i++) {
            history.add(1_000);
        }
        for (int i = 0; i < RifHistory.SIZE + 16; i++) {
            history.add(0.5);
        }
        assertThat(history.threshold()).isEqualTo(0.5);
    }

    @Test
    void threadsAddAtTheSameTime() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(pool.submit(() -> {
                    for (int sample = 0; sample < 50_000; sample++) {
                        history.add(4);
                    }
                }));
            }
            for (Future<?> thread : running) {
                thread.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        for (int i = 0; i < 16; i++) {
            history.add(4);
        }
        assertThat(history.threshold()).isEqualTo(4);
    }
}
