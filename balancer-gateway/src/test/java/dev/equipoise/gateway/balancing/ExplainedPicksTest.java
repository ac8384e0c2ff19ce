package dev.equipoise.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.policy.Explanation;
import dev.equipoise.gateway.balancing.ExplainedPicks.ExplainedPick;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplainedPicksTest {

    private static final long SEED = 7;
    private static final Explanation NOBODY = new Explanation(null, List.of(), List.of());

    @Test
    void theShareOfTheRequestsIsExplained() {
        assertThat(tracesOfThousand(0)).isZero();
        assertThat(tracesOfThousand(1)).isEqualTo(1000);
        assertThat(tracesOfThousand(0.1)).as("seed %d", SEED).isBetween(60L, 140L);
    }

    @Test
    void theLastHundredOfEachServiceAreKept() {
        ExplainedPicks picks = picks(1);
        IntStream.rangeClosed(1, 250).forEach(i -> picks.add("default", "adaptive", i, NOBODY));
        picks.add("images", "adaptive", 1, NOBODY);

        assertThat(picks.of("default"))
                .extracting(ExplainedPick::tries)
                .isEqualTo(IntStream.rangeClosed(151, 250).boxed().toList());
        assertThat(picks.of("images")).hasSize(1);
        assertThat(picks.of("none")).isEmpty();
    }

    private static long tracesOfThousand(double share) {
        ExplainedPicks picks = picks(share);
        return Stream.generate(picks::trace)
                .limit(1000)
                .filter(Objects::nonNull)
                .count();
    }

    private static ExplainedPicks picks(double share) {
        Random random = new Random(SEED);
        return new ExplainedPicks(share, () -> random, InstantSource.fixed(Instant.EPOCH));
    }
}
