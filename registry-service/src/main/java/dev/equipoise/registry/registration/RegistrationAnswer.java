package dev.equipoise.registry.registration;

/**
 * The answer to an accepted registration.
 *
 * @param id of the worker
 * @param lease key id of the heartbeats
 * @param leaseSeconds unheard for this long, the worker is out
 * @param heartbeatSeconds how often to be heard
 * @param sessionKey base64 of the HMAC-SHA256 key of the heartbeats
 * @param epoch grows with every registration
 */
record RegistrationAnswer(
        String id, String lease, double leaseSeconds, double heartbeatSeconds, String sessionKey, long epoch) {}
