package dev.equipoise.starter.registration;

/** Where a worker stands with its registry. */
public enum MembershipState {
    /** Not started yet. */
    NEW,
    /** Asking to be let in, for the first time or again. */
    REGISTERING,
    /** Holds a lease that is being renewed. */
    REGISTERED,
    /** On its way out; heartbeats go on until it has left. */
    DRAINING,
    /** Out, for good. */
    LEFT
}
