package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.clients.ClientGate;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.problem.Problems;
import dev.equipoise.gateway.shutdown.ConnectionDrain;
import dev.equipoise.gateway.shutdown.InFlight;
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
 */
record Front(
        Supplier<RouteTable> table,
        Forwarder forwarder,
        @Nullable ClientGate gate,
        ConnectionDrain drain,
        InFlight inFlight,
        Problems problems,
        AccessLog log,
        long idleNanos,
        long tunnelIdleMillis,
        boolean exposeWorker) {}
