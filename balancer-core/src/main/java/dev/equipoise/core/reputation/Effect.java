package dev.equipoise.core.reputation;

/**
 * What one fact adds to the components of a score. All are at least 0; a component is bounded when it is added to, see
 * {@link ScoreTerms}.
 *
 * @param proven misbehaviour that a message under the worker's own key proves
 * @param behaviour what may be bad luck: lost leases, absence, failures
 * @param credit rewards for continuous presence
 * @param debt of a newcomer nobody knows
 * @param flap restlessness, as in the damping of routes (RFC 2439)
 */
public record Effect(double proven, double behaviour, double credit, double debt, double flap) {

    public static final Effect NONE = new Effect(0, 0, 0, 0, 0);

    public Effect {
        if (!(proven >= 0 && behaviour >= 0 && credit >= 0 && debt >= 0 && flap >= 0)
                || !Double.isFinite(proven + behaviour + credit + debt + flap)) {
            throw new IllegalArgumentException("an effect has numbers of at least 0");
        }
    }

    public static Effect proven(double points) {
        return new Effect(points, 0, 0, 0, 0);
    }

    public static Effect behaviour(double points) {
        return new Effect(0, points, 0, 0, 0);
    }

    public static Effect credit(double points) {
        return new Effect(0, 0, points, 0, 0);
    }

    public static Effect debt(double points) {
        return new Effect(0, 0, 0, points, 0);
    }

    public Effect withFlap(double points) {
        return new Effect(proven, behaviour, credit, debt, points);
    }
}
