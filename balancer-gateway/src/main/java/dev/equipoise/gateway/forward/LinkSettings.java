package dev.equipoise.gateway.forward;

import java.time.Duration;

/**
 * Of connections to workers, the same for all services: workers of several services share them.
 *
 * @param connectTimeout for a connection to a worker to come about
 * @param most to a worker, over all event loops
 * @param keepIdle how long a connection may lie idle; shorter than workers close theirs
 */
public record LinkSettings(Duration connectTimeout, int most, Duration keepIdle) {}
