package dev.equipoise.gateway.forward;

import org.jspecify.annotations.Nullable;

/** The attempts of one request that are out at the same moment: one, or two until one of them answers. On their event loop. */
final class Race {

    private @Nullable Attempt first;
    private @Nullable Attempt second;

    /** The one that is out, the first of two, or the last one; null before there was any. */
    @Nullable
    Attempt first() {
        return first;
    }

    @Nullable
    Attempt second() {
        return second;
    }

    void begin(Attempt attempt) {
        first = attempt;
    }

    void join(Attempt attempt) {
        second = attempt;
    }

    boolean isOfTwo() {
        return second != null;
    }

    /** @return the one that is too late; null where there is none */
    @Nullable
    Attempt wonBy(Attempt winner) {
        Attempt late = winner == second ? first : second;
        first = winner;
        second = null;
        return late;
    }

    /** @return whether another one is out still, which is the only one from now on */
    boolean goesOnWithout(Attempt lost) {
        Attempt other = lost == second ? first : second;
        if (second == null || other == null) {
            return false;
        }
        first = other;
        second = null;
        return true;
    }
}
