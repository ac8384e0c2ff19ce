package dev.equipoise.core.reputation;

/**
 * What balancers are told of a worker.
 *
 * @param worker its id
 * @param state where it stands
 * @param multiplier of its weight, in [0.1, 1]
 * @param score in [-100, 100]
 * @param since when it got its state, in milliseconds since 1970
 * @param why the strongest reason, as one clause; empty for one that is fine
 */
public record Standing(String worker, TrustState state, double multiplier, double score, long since, String why) {

    /** Of workers nobody said anything about. */
    public static final double FULL = 1;

    public Standing {
        if (!(multiplier >= 0.1 && multiplier <= FULL)) {
            throw new IllegalArgumentException("the multiplier must be in [0.1, 1]: " + multiplier);
        }
    }
}
