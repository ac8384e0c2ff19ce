package dev.equipoise.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void linearTicksAreRound() {
        Scale scale = Scale.linear(0, 54, 0, 100);
        assertThat(scale.ticks()).containsExactly(0.0, 20.0, 40.0);
        assertThat(scale.of(27)).isCloseTo(50, within(1e-9));
        assertThat(scale.of(-1)).isZero();
        assertThat(scale.of(60)).isEqualTo(100);
    }

    @Test
    void aLogarithmicScaleBeginsAndEndsWithRoundValues() {
        Scale scale = Scale.logarithmic(9.3, 1_275, 0, 100);
        assertThat(scale.from()).isCloseTo(5, within(1e-9));
        assertThat(scale.to()).isEqualTo(2_000);
        assertThat(scale.ticks()).hasSize(9).startsWith(5.0, 10.0, 20.0).endsWith(1_000.0, 2_000.0);
        assertThat(scale.of(100)).isCloseTo(50, within(1e-9));
        assertThat(scale.of(0)).isZero();
    }

    @Test
    void overManyMagnitudesThereAreTicksForPowersOfTenAlone() {
        assertThat(Scale.logarithmic(0.02, 30_000, 0, 100).ticks())
                .containsExactly(0.1, 1.0, 10.0, 100.0, 1_000.0, 10_000.0);
    }

    @Test
    void labelsAreShort() {
        assertThat(Scale.label(0)).isEqualTo("0");
        assertThat(Scale.label(0.05)).isEqualTo("0.05");
        assertThat(Scale.label(0.30000000000000004)).isEqualTo("0.3");
        assertThat(Scale.label(2.5)).isEqualTo("2.5");
        assertThat(Scale.label(10_000)).isEqualTo("10,000");
    }
}
