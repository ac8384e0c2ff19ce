package dev.equipoise.gateway.services;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.gateway.balancing.HashOn;
import dev.equipoise.gateway.forward.ServiceSettings;

/**
 * Everything that is configured of one service.
 *
 * @param policy the name of how its workers are chosen
 * @param hashOn what consistent hashing hashes
 * @param limit of requests in flight to each of its workers
 * @param settings of the forwarder
 */
public record ServiceConfiguration(String policy, HashOn hashOn, WorkerLimit limit, ServiceSettings settings) {}
