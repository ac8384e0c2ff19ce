package dev.equipoise.core.registration;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The other half of a {@link SigningKey}. The algorithm belongs to the key: no message can choose it. Safe for any
 * thread.
 */
@FunctionalInterface
public interface VerifyingKey {

    /** True if {@code signature} is this key's over {@code message}; compares in constant time. */
    boolean verifies(byte[] message, byte[] signature);

    /** Whether a verification costs so much more than an answer that a flood of forgeries would be felt. */
    default boolean isCostly() {
        return false;
    }

    static VerifyingKey hmac(byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
        return (message, signature) -> {
            try {
                return MessageDigest.isEqual(SigningKey.hmac(key, message), signature);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HMAC-SHA256 is not available", e);
            }
        };
    }

    static VerifyingKey ed25519(PublicKey key) {
        return new Ed25519Key(key);
    }
}
