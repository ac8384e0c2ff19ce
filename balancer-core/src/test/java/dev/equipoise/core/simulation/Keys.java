package dev.equipoise.core.simulation;

/**
 * What the hash keys of the requests are.
 *
 * @param count how many different keys there are; 0 if there are none or one per request
 * @param skew s of Zipf's law: key n is drawn in proportion to n to the power of -s; 0 is uniform
 */
public record Keys(Kind kind, int count, double skew) {

    public enum Kind {
        NONE,
        /** Each request has a key that no other has. */
        UNIQUE,
        ZIPF
    }

    public static final Keys NONE = new Keys(Kind.NONE, 0, 0);
    public static final Keys UNIQUE = new Keys(Kind.UNIQUE, 0, 0);

    /** Keys at most: the simulation remembers which worker has seen which. */
    public static final int MAX = 1_000_000;

    public Keys {
        if (kind == Kind.ZIPF && (count < 1 || count > MAX)) {
            throw new IllegalArgumentException("there are 1 to " + MAX + " keys");
        }
        if (!(skew >= 0 && skew <= 10)) {
            throw new IllegalArgumentException("the skew of the keys is in [0, 10]");
        }
    }

    public static Keys uniform(int count) {
        return new Keys(Kind.ZIPF, count, 0);
    }

    public static Keys zipf(int count, double skew) {
        return new Keys(Kind.ZIPF, count, skew);
    }
}
