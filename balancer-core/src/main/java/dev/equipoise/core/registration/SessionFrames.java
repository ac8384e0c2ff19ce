package dev.equipoise.core.registration;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages of a session: {@code sequence signature body}, where the signature is that of the lease's session key over
 * {@code opening sequence body}, opening is the Signature header of the request that opened the session, and the sequence
 * begins at 1 and grows by 1. So no message can be forged, repeated, reordered, or carried over into another session, whoever sits
 * on the line. Immutable and safe for any thread.
 */
public final class SessionFrames {

    private static final Pattern FORM = Pattern.compile(
            "(?<sequence>[1-9][0-9]{0,17}) (?<signature>[A-Za-z0-9+/]{43}=) (?<body>.*)", Pattern.DOTALL);

    private final String opening;

    /** @param opening the Signature header of the request that opened the session */
    public SessionFrames(String opening) {
        this.opening = opening;
    }

    public String seal(SigningKey key, long sequence, String body) {
        byte[] signature = key.sign(signed(sequence, body));
        return sequence + " " + Base64.getEncoder().encodeToString(signature) + " " + body;
    }

    /**
     * The body of the message that must come next.
     *
     * @throws RefusedException MALFORMED_SIGNATURE, REPLAYED if it is not the next one, BAD_SIGNATURE
     */
    public String open(VerifyingKey key, long sequence, String frame) {
        Matcher matcher = FORM.matcher(frame);
        if (!matcher.matches()) {
            throw new RefusedException(
                    Refusal.MALFORMED_SIGNATURE, "A message of a session is: sequence, signature in base64, body.");
        }
        if (Long.parseLong(matcher.group("sequence")) != sequence) {
            throw new RefusedException(
                    Refusal.REPLAYED, "The next message of this session is number " + sequence + ".");
        }
        String body = matcher.group("body");
        if (!key.verifies(signed(sequence, body), Base64.getDecoder().decode(matcher.group("signature")))) {
            throw new RefusedException(
                    Refusal.BAD_SIGNATURE, "The message is not signed with the key of this session.");
        }
        return body;
    }

    private byte[] signed(long sequence, String body) {
        return (opening + ' ' + sequence + ' ' + body).getBytes(StandardCharsets.UTF_8);
    }
}
