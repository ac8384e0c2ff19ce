package dev.equipoise.core.registration;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/**
 * The text forms of keys, as {@code openssl} writes them: an HMAC secret is one line of base64, an Ed25519 key is PEM
 * (PKCS#8 private, X.509 public). Every method throws {@link IllegalArgumentException} with a sentence that names the
 * fault and never the secret.
 */
public final class KeyFiles {

    /** Fewer bytes than the hash's output weaken HMAC (RFC 2104 section 3). */
    public static final int MIN_SECRET_BYTES = 32;

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER_8 =
            new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);

    /** The y of all points whose order divides 8, both signs of x. */
    private static final Set<BigInteger> WEAK =
            Set.of(BigInteger.ZERO, BigInteger.ONE, P.subtract(BigInteger.ONE), ORDER_8, P.subtract(ORDER_8));

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
        return ed25519(pemBody(pem, "PUBLIC KEY"));
    }

    /** The key in one line of base64: PEM without its first and last line. */
    static PublicKey ed25519(String base64) {
        return ed25519(base64(base64, "the public key is not base64"));
    }

    private static PublicKey ed25519(byte[] x509) {
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
            // Only now does the JDK ask whether this is a point of the curve.
            Signature.getInstance("Ed25519").initVerify(key);
            if (key instanceof EdECPublicKey point
                    && WEAK.contains(point.getPoint().getY().mod(P))) {
                throw new IllegalArgumentException("an Ed25519 public key of small order, for which anybody can sign");
            }
            return key;
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
