package dev.equipoise.core.registration;

import java.time.Duration;
import java.time.Instant;

/**
 * What remains of a message whose signature verified: who signed it, and what must not be accepted a second time. The
 * store that acts on the message consumes the nonce in the same step.
 *
 * @param keyId the key that signed
 * @param nonce unique per key
 * @param created when it was signed
 */
public record Proof(String keyId, String nonce, Instant created) {

    /**
     * How long a nonce is remembered: a message may be created up to one window ahead of our clock and is valid for one
     * window after that, and clocks of store and registry may differ a little.
     */
    public static final Duration NONCE_MEMORY =
            MessageVerifier.WINDOW.multipliedBy(2).plusSeconds(10);
}
