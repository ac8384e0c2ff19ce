package dev.equipoise.core.registration;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** Verifies Ed25519 (RFC 9421 section 3.3.6). About a thousand times the work of HMAC. */
record Ed25519Key(PublicKey key) implements VerifyingKey {

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(key);
            verification.update(message);
            return verification.verify(signature);
        } catch (SignatureException e) {
            // Thrown for bytes that cannot be a signature, such as a wrong length.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Ed25519 key cannot verify", e);
        }
    }

    @Override
    public boolean isCostly() {
        return true;
    }
}
