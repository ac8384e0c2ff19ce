package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChiSquareTest {

    /** Critical values as printed in statistical tables. */
    @ParameterizedTest
    @CsvSource({
        "1, 3.841, 0.05",
        "1, 10.828, 0.001",
        "2, 13.816, 0.001",
        "3, 7.815, 0.05",
        "3, 16.266, 0.001",
        "9, 16.919, 0.05",
        "9, 27.877, 0.001",
        "10, 29.588, 0.001",
        "31, 44.985, 0.05"
    })
    void theTailIsThatOfTheTables(int degrees, double critical, double p) {
        assertThat(ChiSquare.upperTail(critical, degrees)).isCloseTo(p, within(0.002 * p + 1e-6));
    }

    @Test
    void whatFitsPassesAndWhatIsOffByAFewPercentDoesNot() {
        double[] weights = {1, 2, 3, 4};
        assertThat(ChiSquare.pValue(new long[] {10_000, 20_000, 30_000, 40_000}, weights))
                .isCloseTo(1, within(1e-6));
        assertThat(ChiSquare.pValue(new long[] {10_100, 20_100, 29_900, 39_900}, weights))
                .isGreaterThan(0.1);
        assertThat(ChiSquare.pValue(new long[] {10_500, 20_000, 30_000, 39_500}, weights))
                .isLessThan(0.001);
    }
}
