package dev.equipoise.gateway.forward;

/** Why a request has no answer of a worker. */
public enum Unanswered {
    /** There is no worker for it. Nothing was sent. */
    NO_WORKER,
    /** None accepts connections. Nothing was sent. */
    NONE_ACCEPTS,
    /** All workers have as many requests, or connections, as they may have. Nothing was sent. */
    ALL_BUSY,
    /** All workers have as many requests as they may have, and as many as may wait do. Nothing was sent. */
    QUEUE_FULL,
    /** It waited for a worker to have room as long as it may. Nothing was sent. */
    WAITED_TOO_LONG,
    /** The circuit breaker of the service is open. Nothing was sent. */
    BREAKER_OPEN,
    /** The service has as many requests as it may have at once. Nothing was sent. */
    TOO_MANY_AT_ONCE,
    /** The service has had as many requests as it may have in this time. Nothing was sent. */
    RATE_LIMITED,
    /** The worker closed the connection without an answer. */
    BROKEN,
    /** The worker's answer breaks the framing of HTTP. */
    FRAMING,
    /** The worker did not answer in time. */
    LATE,
    /** The worker's answer cannot be passed on, such as a head that is too long. */
    UNUSABLE,
    /** The rest of the request's body did not come in time. */
    CLIENT_STALLED;

    /** What the gates of the service make of it: whether it should have answered. */
    Gates.End end() {
        return switch (this) {
            case NONE_ACCEPTS, BROKEN, FRAMING, LATE, UNUSABLE -> Gates.End.FAILED;
            default -> Gates.End.IGNORED;
        };
    }
}
