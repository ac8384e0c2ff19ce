package dev.equipoise.core.simulation;

/** How a request can end. */
public enum Ending {
    /** Answered as it should be. */
    SUCCEEDED,
    /** Answered that it failed. */
    FAILED,
    /** Not answered before the client gave up, or never. */
    TIMED_OUT,
    /** The worker refused the connection. */
    REFUSED,
    /** There was no worker to pick. */
    UNPLACED
}
