package dev.equipoise.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecayTest {

    private static final long TAU = 10_000_000_000L;

    private final Decay decay = new Decay(TAU);

    @Test
    void whatIsForgottenGrowsAsAnExponentialDoes() {
        double before = 0;
        for (long elapsed = 1; elapsed < 20 * TAU; elapsed += Math.max(1, elapsed / 7)) {
            double exact = -Math.expm1(-(double) elapsed / TAU);
            double forgotten = decay.forgotten(elapsed);
            assertThat(forgotten / exact).as("after %d ns", elapsed).isCloseTo(1, within(1e-9));
            assertThat(forgotten).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(1);
            before = forgotten;
        }
    }

    @Test
    void aClockThatStandsOrGoesBackForgetsNothing() {
        assertThat(decay.forgotten(0)).isZero();
        assertThat(decay.forgotten(-5)).isZero();
        assertThat(decay.remaining(-5)).isEqualTo(1);
    }
}
