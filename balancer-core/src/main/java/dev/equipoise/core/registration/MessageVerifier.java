package dev.equipoise.core.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signed messages in an order that costs an attacker more than us: presence, shape, key, age, digest, and the
 * signature last. It remembers nothing: replays are refused by the store, which consumes the nonce of the
 * {@link Proof}. Safe for any thread.
 */
public final class MessageVerifier {

    /** A message is valid for this long, either side of now. */
    public static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Pattern SIGNATURE = Pattern.compile("sig1=:([A-Za-z0-9+/]{1,512}={0,2}):");

    private final InstantSource clock;

    public MessageVerifier(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param keys the verifying key of a key id, or null if there is none
     * @throws RefusedException if the message is not fresh and signed by one of {@code keys}
     */
    public Proof verify(SignedMessage message, Function<String, @Nullable VerifyingKey> keys) {
        String digest = present(message.contentDigest(), SignedHeaders.CONTENT_DIGEST);
        String inputHeader = present(message.signatureInput(), SignedHeaders.SIGNATURE_INPUT);
        byte[] signature = signatureBytes(present(message.signature(), SignedHeaders.SIGNATURE));
        SignatureInput input = SignatureInput.parse(inputHeader);

        VerifyingKey key = keys.apply(input.keyId());
        if (key == null) {
            throw new RefusedException(Refusal.UNKNOWN_KEY, "The key id " + input.keyId() + " is not enrolled.");
        }
        Instant now = clock.instant();
        if (Duration.between(input.created(), now).abs().compareTo(WINDOW) > 0) {
            throw new RefusedException(
                    Refusal.STALE_SIGNATURE,
                    "The signature was created "
                            + Duration.between(input.created(), now).toSeconds() + " s ago by our clock; at most "
                            + WINDOW.toSeconds() + " s are allowed, either way.");
        }
        if (!sameText(ContentDigest.of(message.body()), digest)) {
            throw new RefusedException(
                    Refusal.DIGEST_MISMATCH, "Content-Digest is not the sha-256 digest of the body received.");
        }
        byte[] base = input.baseFor(message.method(), message.path(), digest).getBytes(StandardCharsets.UTF_8);
        if (!key.verifies(base, signature)) {
            throw new RefusedException(
                    Refusal.BAD_SIGNATURE,
                    "The signature does not verify under the key " + input.keyId() + " over " + message.method() + " "
                            + message.path() + ".");
        }
        return new Proof(input.keyId(), input.nonce(), input.created());
    }

    private static String present(@Nullable String header, String name) {
        if (header == null || header.isEmpty()) {
            throw new RefusedException(
                    Refusal.UNSIGNED, "The header " + name + " is missing; the request must be signed.");
        }
        return header;
    }

    private static byte[] signatureBytes(String header) {
        Matcher matcher = SIGNATURE.matcher(header);
        try {
            if (matcher.matches()) {
                byte[] bytes = Base64.getDecoder().decode(matcher.group(1));
                // One text per signature: what decodes but encodes differently is not the text that was sent.
                if (Base64.getEncoder().encodeToString(bytes).equals(matcher.group(1))) {
                    return bytes;
                }
            }
        } catch (IllegalArgumentException e) {
            // Falls through: not base64.
        }
        throw new RefusedException(Refusal.MALFORMED_SIGNATURE, "Signature is not of the form sig1=:base64:");
    }

    private static boolean sameText(String expected, String actual) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
    }
}
