package dev.equipoise.core.policy;

/**
 * How much each term counts in the score of {@code weighted-score}. Only their ratios matter: a score is the weighted mean
 * of the terms. Each is 0 or greater and finite, and one is greater than 0.
 *
 * @param load the free share of what the worker can carry
 * @param latency how fast it answers
 * @param reliability its success rate
 * @param capacity its size relative to the largest of the fleet
 * @param proximity whether it is in the client's zone
 */
public record ScoreWeights(double load, double latency, double reliability, double capacity, double proximity) {

    public static final ScoreWeights DEFAULT = new ScoreWeights(0.3, 0.25, 0.2, 0.15, 0.1);

    /** @throws IllegalArgumentException if a weight is negative or not finite, or all are 0 */
    public ScoreWeights {
        check("load", load);
        check("latency", latency);
        check("reliability", reliability);
        check("capacity", capacity);
        check("proximity", proximity);
        double sum = load + latency + reliability + capacity + proximity;
        if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("one weight of the score must be greater than 0, and their sum finite");
        }
    }

    private static void check(String name, double weight) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the weight of " + name + " in the score must be 0 or greater and finite: " + weight);
        }
    }

    double sum() {
        return load + latency + reliability + capacity + proximity;
    }
}
