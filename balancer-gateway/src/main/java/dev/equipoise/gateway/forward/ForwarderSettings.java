package dev.equipoise.gateway.forward;

import java.time.Duration;

/**
 * @param retries tries on another worker, where a request may be sent again
 * @param connectTimeout for a connection to a worker to come about
 * @param tryTimeout from the end of the request to the head of the answer, for each try
 * @param totalTimeout from the start of the request to the head of the answer, over all tries, the time in which the client
 *     sends included
 * @param idleTimeout between two parts of a body, whichever side owes one
 * @param mostConnections to a worker, over all event loops
 * @param keepIdle how long a connection may lie idle; shorter than workers close theirs
 */
public record ForwarderSettings(
        int retries,
        Duration connectTimeout,
        Duration tryTimeout,
        Duration totalTimeout,
        Duration idleTimeout,
        int mostConnections,
        Duration keepIdle) {}
