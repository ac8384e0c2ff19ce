package dev.equipoise.core.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The right to enrol one key, once. Whoever shows the text of which this is the hash has it.
 *
 * @param hash {@link #hash(String)} of the text
 * @param grant what the key will be allowed
 * @param keyNotAfter the end of the key; null for none
 * @param life how long the token waits for its use, from when it is issued
 */
public record JoinToken(String hash, Grant grant, @Nullable Instant keyNotAfter, Duration life) {

    /**
     * SHA-256 in hex. Neither salt nor stretching: the text is 256 random bits, so there is nothing to guess.
     */
    public static String hash(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
