package dev.equipoise.core.registration;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The text forms of keys, as {@code openssl} writes them: an HMAC secret is one line of base64, an Ed25519 key is PEM
 * (PKCS#8 private, X.509 public). Every method throws {@link IllegalArgumentException} with a sentence that names the
 * fault and never the secret.
 */
public final class KeyFiles {

    /** Fewer bytes than the hash's output weaken HMAC (RFC 2104 section 3). */
    public static final int MIN_SECRET_BYTES = 32;

    private KeyFiles() {}

    public static byte[] hmacSecret(String text) {
        byte[] secret = base64(text.strip(), "an HMAC key file is one line of base64");
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "an HMAC secret has at least " + MIN_SECRET_BYTES + " bytes, this one " + secret.length);
        }
        return secret;
    }

    public static PrivateKey ed25519PrivateKey(String pem) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(pemBody(pem, "PRIVATE KEY")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 private key", e);
        }
    }

    public static PublicKey ed25519PublicKey(String pem) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(pemBody(pem, "PUBLIC KEY")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key", e);
        }
    }

    /** The key in a file named {@code fileName}: {@code .pem} is an Ed25519 private key, all else an HMAC secret. */
    public static SigningKey signingKey(String keyId, String fileName, String text) {
        return fileName.endsWith(".pem")
                ? SigningKey.ed25519(keyId, ed25519PrivateKey(text))
                : SigningKey.hmac(keyId, hmacSecret(text));
    }

    private static byte[] pemBody(String pem, String type) {
        String begin = "-----BEGIN " + type + "-----";
        String end = "-----END " + type + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no PEM block of type " + type);
        }
        return base64(pem.substring(from + begin.length(), to).replaceAll("\\s", ""), "the PEM block is not base64");
    }

    private static byte[] base64(String text, String otherwise) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(otherwise, e);
        }
    }
}
