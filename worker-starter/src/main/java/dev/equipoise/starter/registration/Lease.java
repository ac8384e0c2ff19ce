package dev.equipoise.starter.registration;

import dev.equipoise.core.registration.SigningKey;
import java.net.URI;
import java.time.Duration;

/**
 * What a registry grants: membership until heartbeats cease.
 *
 * @param location the worker's own address at the registry; heartbeat and drain are below it
 * @param session signs the heartbeats, and nothing else
 * @param heartbeat how often the registry wants to hear of the worker
 * @param term unheard for this long, the worker is out
 * @param rotation how long the session key lives; registering again before that makes a new one
 * @param epoch grows with every registration in the fleet
 */
public record Lease(
        URI location, SigningKey session, Duration heartbeat, Duration term, Duration rotation, long epoch) {}
