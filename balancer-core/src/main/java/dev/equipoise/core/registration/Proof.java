package dev.equipoise.core.registration;

import java.time.Instant;

/**
 * What remains of a message whose signature verified: who signed it, and what must not be accepted a second time. The
 * store that acts on the message consumes the nonce in the same step.
 *
 * @param keyId the key that signed
 * @param nonce unique per key
 * @param created when it was signed
 * @param expires until when its nonce must be remembered
 */
public record Proof(String keyId, String nonce, Instant created, Instant expires) {}
