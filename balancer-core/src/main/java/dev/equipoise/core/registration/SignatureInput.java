package dev.equipoise.core.registration;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Signature-Input} header of our fixed profile of RFC 9421: one signature labelled {@code sig1}, covering
 * exactly {@code @method}, {@code @path} and {@code content-digest}, with the parameters created, nonce and keyid, each
 * once and in any order. Whatever else stands there is refused: {@code alg} above all, for the algorithm comes from the
 * enrolled key.
 *
 * @param created when it was signed, in whole seconds
 * @param nonce unique per key within the validity window; 8 to 64 characters
 * @param keyId the id of the key that signed; 1 to 128 characters
 * @param text the value after {@code sig1=}, byte for byte, for it is signed too
 */
record SignatureInput(Instant created, String nonce, String keyId, String text) {

    static final String LABEL = "sig1=";
    private static final String COMPONENTS = "(\"@method\" \"@path\" \"content-digest\")";
    private static final int MAX_LENGTH = 512;

    private static final Pattern PARAMETER =
            Pattern.compile("\\G;(?:created=(?<created>[0-9]{1,11})|nonce=\"(?<nonce>[A-Za-z0-9+/=_.-]{8,64})\""
                    + "|keyid=\"(?<keyid>[A-Za-z0-9._:/@-]{1,128})\")");

    static SignatureInput of(Instant created, String nonce, String keyId) {
        String text = COMPONENTS + ";created=" + created.getEpochSecond() + ";nonce=\"" + nonce + "\";keyid=\"" + keyId
                + "\"";
        return new SignatureInput(created, nonce, keyId, text);
    }

    /** @throws RefusedException if the header is not of the profile */
    static SignatureInput parse(String header) {
        if (header.length() > MAX_LENGTH || !header.startsWith(LABEL + COMPONENTS)) {
            throw malformed("it covers (\"@method\" \"@path\" \"content-digest\") under the label sig1, nothing else");
        }
        String text = header.substring(LABEL.length());
        String parameters = text.substring(COMPONENTS.length());
        String created = null;
        String nonce = null;
        String keyId = null;
        int end = 0;
        Matcher matcher = PARAMETER.matcher(parameters);
        while (matcher.find()) {
            created = once(created, matcher.group("created"));
            nonce = once(nonce, matcher.group("nonce"));
            keyId = once(keyId, matcher.group("keyid"));
            end = matcher.end();
        }
        if (end != parameters.length() || created == null || nonce == null || keyId == null) {
            throw malformed("its parameters are created, nonce (8 to 64 characters) and keyid, each once");
        }
        return new SignatureInput(Instant.ofEpochSecond(Long.parseLong(created)), nonce, keyId, text);
    }

    /** The bytes that are signed (RFC 9421 section 2.5). */
    String baseFor(String method, String path, String contentDigest) {
        return "\"@method\": " + method + "\n\"@path\": " + path + "\n\"content-digest\": " + contentDigest
                + "\n\"@signature-params\": " + text;
    }

    private static @Nullable String once(@Nullable String before, @Nullable String now) {
        if (before != null && now != null) {
            throw malformed("a parameter stands twice");
        }
        return now == null ? before : now;
    }

    private static RefusedException malformed(String detail) {
        return new RefusedException(Refusal.MALFORMED_SIGNATURE, "Signature-Input is not of the profile: " + detail);
    }
}
