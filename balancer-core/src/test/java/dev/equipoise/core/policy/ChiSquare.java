package dev.equipoise.core.policy;

/**
 * Pearson's test of goodness of fit: how likely a distribution as promised is to look at least as different as the one
 * observed.
 */
final class ChiSquare {

    private ChiSquare() {}

    /**
     * The p-value for these counts.
     *
     * @param weights what the counts should be in proportion to, two or more, all greater than 0
     */
    static double pValue(long[] counts, double[] weights) {
        double total = 0;
        double totalWeight = 0;
        for (int i = 0; i < counts.length; i++) {
            total += counts[i];
            totalWeight += weights[i];
        }
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = total * weights[i] / totalWeight;
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return upperTail(statistic, counts.length - 1);
    }

    /**
     * Q(degrees ÷ 2, statistic ÷ 2), the regularised upper incomplete gamma function, by the recurrence
     * Q(a + 1, x) = Q(a, x) + x^a e^-x ÷ Γ(a + 1) from Q(1, x) = e^-x or Q(1/2, x) = erfc(√x).
     */
    static double upperTail(double statistic, int degrees) {
        double x = statistic / 2;
        boolean odd = degrees % 2 == 1;
        double a = odd ? 0.5 : 1;
        double tail = odd ? erfc(Math.sqrt(x)) : Math.exp(-x);
        // x^a e^-x / Γ(a + 1), with Γ(3/2) = √π/2 and Γ(2) = 1.
        double term = Math.pow(x, a) * Math.exp(-x) / (odd ? Math.sqrt(Math.PI) / 2 : 1);
        for (; a < degrees / 2.0; a++) {
            tail += term;
            term *= x / (a + 1);
        }
        return tail;
    }

    /** Abramowitz and Stegun 7.1.26, off by less than 1.5e-7. */
    private static double erfc(double x) {
        double t = 1 / (1 + 0.3275911 * x);
        double series =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return series * Math.exp(-x * x);
    }
}
