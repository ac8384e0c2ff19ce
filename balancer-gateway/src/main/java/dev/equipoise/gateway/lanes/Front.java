package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.clients.ClientGate;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.forwarded.ForwardedHeaders;
import dev.equipoise.gateway.forwarded.Hop;
import dev.equipoise.gateway.problem.Problems;
import dev.equipoise.gateway.shutdown.ConnectionDrain;
import dev.equipoise.gateway.shutdown.InFlight;
import dev.equipoise.gateway.shutdown.LongLived;
import dev.equipoise.gateway.tracing.RequestTrace;
import dev.equipoise.gateway.tracing.Tracing;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.net.InetAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all connections share.
 *
 * @param table of now: it changes with the routes
 * @param gate who is to be slowed down or refused; null where nobody watches clients
 * @param idleNanos how long a connection may wait for its next request; 0 for any time
 * @param tunnelIdleMillis how long both sides of another protocol may be silent
 * @param exposeWorker whether answers name their worker
 * @param longLived connections that outlive their request
 */
record Front(
        Supplier<RouteTable> table,
        Forwarder forwarder,
        @Nullable ClientGate gate,
        ConnectionDrain drain,
        InFlight inFlight,
        Problems problems,
        AccessLog accessLog,
        long idleNanos,
        long tunnelIdleMillis,
        boolean exposeWorker,
        ForwardedHeaders forwarded,
        LongLived longLived,
        FrontProperties limits,
        Tracing tracing) {

    /** What is wrong with a head, whose target is a path from here on; null for nothing. */
    RequestFraming.@Nullable Fault faultOf(HttpRequest head) {
        RequestFraming.Fault fault = RequestFraming.of(head, limits.maxHeaders());
        if (fault == null && !AbsoluteTarget.resolve(head)) {
            return RequestFraming.attack("The target is none that a request may have.");
        }
        long most = limits.maxBody().toBytes();
        boolean tooLong = fault == null && most > 0 && HttpUtil.getContentLength(head, 0L) > most;
        return tooLong ? RequestFraming.TOO_LONG : fault;
    }

    /** A request of Spring's lane begins: whoever looks at it behind the front finds its trace with its connection. */
    RequestTrace begin(Channel channel, HttpRequest head, String path, @Nullable Hop hop) {
        if (tracing == Tracing.OFF) {
            return RequestTrace.NONE;
        }
        RequestTrace trace =
                tracing.begin(head, path, hop == null ? null : hop.peerText(), hop != null && hop.secure());
        trace.enter(head.headers());
        trace.noteOn(channel);
        return trace;
    }

    /** A request is over. */
    void log(Ended request) {
        RouteEntry route = request.route();
        RequestMeters meters = route == null ? table.get().meters() : route.meters();
        meters.ended(request.lane(), request.status(), request.nanos());
        accessLog.add(request);
        if (request.trace() != RequestTrace.NONE) {
            request.trace().ended(request.told());
        }
    }

    /** Who watches clients hears of what looks like an attack. */
    void tell(RequestFraming.Fault fault, InetAddress peer) {
        if (fault.attack() && gate != null) {
            gate.malformed(peer);
        }
    }
}
