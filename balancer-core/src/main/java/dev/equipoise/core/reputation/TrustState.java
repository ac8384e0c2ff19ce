package dev.equipoise.core.reputation;

/** Where a worker stands in our trust. Whether it is up or draining is another matter. */
public enum TrustState {
    /** Registered for the first time, and not up yet. */
    NEW,
    /** Not known well enough, or back from quarantine: little traffic, all on probation together at most a tenth. */
    PROBATION,
    /** Little or nothing speaks against it. */
    ACTIVE,
    /** A score at which something speaks against it: less traffic, in proportion. */
    DEGRADED,
    /** It comes and goes too often: no traffic until it was calm for a while. */
    SUPPRESSED,
    /** A score at which it gets no traffic but canaries, with which it earns its way back. */
    QUARANTINED,
    /** Proven misbehaviour, or an operator's word: no traffic. */
    BANNED;

    /** Whether ordinary requests may go to it. */
    public boolean isUsable() {
        return this != SUPPRESSED && this != QUARANTINED && this != BANNED;
    }
}
