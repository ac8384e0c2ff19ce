package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreWeightsTest {

    @Test
    void theDefaultAddsUpToOne() {
        assertThat(ScoreWeights.DEFAULT.sum()).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void eachIsFiniteAndNotNegative(double bad) {
        assertThatThrownBy(() -> new ScoreWeights(bad, 1, 1, 1, 1)).hasMessageContaining("load");
        assertThatThrownBy(() -> new ScoreWeights(1, bad, 1, 1, 1)).hasMessageContaining("latency");
        assertThatThrownBy(() -> new ScoreWeights(1, 1, bad, 1, 1)).hasMessageContaining("reliability");
        assertThatThrownBy(() -> new ScoreWeights(1, 1, 1, bad, 1)).hasMessageContaining("capacity");
        assertThatThrownBy(() -> new ScoreWeights(1, 1, 1, 1, bad)).hasMessageContaining("proximity");
    }

    @Test
    void somethingMustCount() {
        assertThatThrownBy(() -> new ScoreWeights(0, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScoreWeights(Double.MAX_VALUE, Double.MAX_VALUE, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new ScoreWeights(0, 0, 7, 0, 0).sum()).isEqualTo(7);
    }
}
