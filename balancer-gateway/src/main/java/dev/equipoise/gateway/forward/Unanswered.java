package dev.equipoise.gateway.forward;

/** Why a request has no answer of a worker. */
public enum Unanswered {
    /** There is no worker for it. Nothing was sent. */
    NO_WORKER,
    /** None accepts connections. Nothing was sent. */
    NONE_ACCEPTS,
    /** All workers have as many requests, or connections, as they may have. Nothing was sent. */
    ALL_BUSY,
    /** The worker closed the connection without an answer. */
    BROKEN,
    /** The worker's answer breaks the framing of HTTP. */
    FRAMING,
    /** The worker did not answer in time. */
    LATE,
    /** The worker's answer cannot be passed on, such as a head that is too long. */
    UNUSABLE,
    /** The rest of the request's body did not come in time. */
    CLIENT_STALLED
}
