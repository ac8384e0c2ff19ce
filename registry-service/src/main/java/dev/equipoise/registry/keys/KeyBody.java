package dev.equipoise.registry.keys;

import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What a worker sends to enrol its key.
 *
 * @param token a join token
 * @param id the key id of the signature, which is also what counts if this is missing
 * @param publicKey Ed25519, PEM
 */
record KeyBody(
        @Nullable String token,
        @Nullable String id,
        @Nullable String publicKey) {

    /** @throws RefusedException with INVALID_FIELD if there is none */
    String requiredToken() {
        if (token == null) {
            throw invalid("The field token is missing.");
        }
        return token;
    }

    /** @throws RefusedException with INVALID_FIELD if there is none */
    PublicKey requiredKey() {
        if (publicKey == null) {
            throw invalid("The field publicKey is missing.");
        }
        try {
            return KeyFiles.ed25519PublicKey(publicKey);
        } catch (IllegalArgumentException e) {
            throw invalid("The field publicKey must be: an Ed25519 public key in PEM (" + e.getMessage() + ").");
        }
    }

    /** @throws RefusedException with INVALID_FIELD if another id is asked for than the request is signed with */
    void requireId(String keyId) {
        if (id != null && !id.equals(keyId)) {
            throw invalid("The field id must be: the key id of the signature.");
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Refusal.INVALID_FIELD, message);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "KeyBody[" + id + "]";
    }
}
