package dev.equipoise.gateway.lanes;

import org.jspecify.annotations.Nullable;

/**
 * A request that is over.
 *
 * @param status 0 if there was none
 * @param end how it ended
 * @param bytes of the answer's body
 * @param headNanos from the request's head to the answer's; 0 if there was none
 * @param worker who answered, or had it last; null if nobody had
 */
record Ended(
        CharSequence method,
        String path,
        int status,
        End end,
        long bytes,
        long nanos,
        long headNanos,
        Lane lane,
        @Nullable RouteEntry route,
        @Nullable String worker,
        int tries,
        @Nullable String client) {

    /** How an answer ended. */
    enum End {
        COMPLETE,
        /** The client went away first. */
        CLIENT_GONE,
        /** Its beginning was sent and its end was not to be had. */
        BROKEN_OFF,
        /** Both sides went on in another protocol, and closed it. */
        TUNNEL_CLOSED
    }
}
