package dev.equipoise.registry.registration;

import dev.equipoise.core.membership.WorkerStatus;

/**
 * The answer to an accepted registration.
 *
 * @param id of the worker
 * @param status UP; or STARTING if it did not answer our call yet, and gets no requests before it does
 * @param lease key id of the heartbeats
 * @param leaseSeconds unheard for this long, the worker is out
 * @param heartbeatSeconds how often to be heard
 * @param sessionSeconds how long the session key lives; registering again in time makes a new one
 * @param sessionKey base64 of the HMAC-SHA256 key of the heartbeats
 * @param epoch grows with every registration
 */
record RegistrationAnswer(
        String id,
        WorkerStatus status,
        String lease,
        double leaseSeconds,
        double heartbeatSeconds,
        double sessionSeconds,
        String sessionKey,
        long epoch) {}
