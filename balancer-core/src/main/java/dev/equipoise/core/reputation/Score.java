package dev.equipoise.core.reputation;

/**
 * The score of a worker at one moment and what it is made of.
 *
 * @param proven what is proven against it, 0 to 100
 * @param behaviour what may be bad luck, 0 to 100
 * @param credit rewards, 0 to the most credit
 * @param debt of a newcomer, 0 to 100
 * @param flap restlessness, of the worker or of its place, whichever is more
 */
public record Score(double proven, double behaviour, double credit, double debt, double flap) {

    public static final Score NEUTRAL = new Score(0, 0, 0, 0, 0);

    private static final double BOUND = 100;
    private static final double LEAST = 0.1;
    private static final double WEIGHT_ENDS = 30;
    /** So much proven misbehaviour freezes all credit. */
    private static final double FREEZES = 10;

    /** In [-100, 100]: what speaks for the worker less what speaks against it. Proof freezes credit; bad luck uses it up. */
    public double points() {
        return Math.max(-BOUND, Math.min(BOUND, unbounded()));
    }

    double unbounded() {
        return credit * creditCounts() - proven - behaviour - debt;
    }

    /** Which part of the credit counts, in [0, 1]. */
    double creditCounts() {
        return Math.max(0, 1 - proven / FREEZES);
    }

    /** The reputation in [0, 1]; 0.5 for one nobody said anything about. */
    public double reputation() {
        return 0.5 + points() / (2 * BOUND);
    }

    /** Of the weight, in [0.1, 1]: there is no more than the full one, so that the good are not flooded. */
    public double multiplier() {
        double points = points();
        return points >= 0 ? 1 : Math.max(LEAST, 1 + (1 - LEAST) * points / WEIGHT_ENDS);
    }
}
