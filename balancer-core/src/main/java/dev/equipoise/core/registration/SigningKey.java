package dev.equipoise.core.registration;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that signs, with the id under which the other side knows it. Immutable and safe for any thread; its text form
 * never shows the secret.
 */
public final class SigningKey {

    private static final String HMAC = "HmacSHA256";

    private final String id;
    private final Signing signing;

    private SigningKey(String id, Signing signing) {
        this.id = id;
        this.signing = signing;
    }

    /** HMAC-SHA256 (RFC 9421 section 3.3.3). */
    public static SigningKey hmac(String id, byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, HMAC);
        return new SigningKey(id, message -> hmac(key, message));
    }

    /** Ed25519 (RFC 9421 section 3.3.6). */
    public static SigningKey ed25519(String id, PrivateKey key) {
        return new SigningKey(id, message -> {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        });
    }

    public String id() {
        return id;
    }

    byte[] sign(byte[] message) {
        try {
            return signing.sign(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + id + " cannot sign", e);
        }
    }

    static byte[] hmac(SecretKeySpec key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(key);
        return mac.doFinal(message);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }

    @FunctionalInterface
    private interface Signing {
        byte[] sign(byte[] message) throws GeneralSecurityException;
    }
}
