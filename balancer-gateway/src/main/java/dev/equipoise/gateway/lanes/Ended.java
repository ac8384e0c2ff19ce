package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.Service;
import dev.equipoise.gateway.tracing.RequestTrace;
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
        @Nullable String client,
        RequestTrace trace) {

    /** The service of its route; null where none is known. */
    @Nullable
    Service service() {
        return route == null ? null : route.service();
    }

    /** What its trace is told. */
    RequestTrace.Told told() {
        Service service = service();
        return new RequestTrace.Told(
                status,
                end == End.COMPLETE || end == End.TUNNEL_CLOSED,
                lane.toString(),
                route == null ? null : route.id(),
                service == null ? null : service.name(),
                service == null ? null : service.balancer().policy(),
                worker,
                tries);
    }

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
