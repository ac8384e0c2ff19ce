package dev.equipoise.core.reputation;

/**
 * Where a worker stands and how it got there. Immutable; {@link Trust} makes the next one.
 *
 * @param since when it got this state, in milliseconds since 1970
 * @param leastUntil before which it does not leave quarantine or ban; 0 elsewhere
 * @param quarantines how many there were lately: one less for each clean day
 * @param cleanSince since when the last of those is not counted down
 */
public record Stage(TrustState state, long since, long leastUntil, int quarantines, long cleanSince) {

    public static final Stage FIRST = new Stage(TrustState.NEW, 0, 0, 0, 0);

    Stage to(TrustState next, long now) {
        return next == state ? this : new Stage(next, now, 0, quarantines, cleanSince);
    }
}
