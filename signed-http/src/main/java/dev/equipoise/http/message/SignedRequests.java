package dev.equipoise.http.message;

import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SignedMessage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads requests as they stood on the wire, with a bound. */
public final class SignedRequests {

    public static final int MAX_BODY = 64 * 1024;

    private SignedRequests() {}

    /** @throws RefusedException if the body is too long, a signature header stands twice, or there is a query */
    public static SignedMessage read(HttpServletRequest request) throws IOException {
        return read(request, MAX_BODY);
    }

    /** As {@link #read(HttpServletRequest)}, with another bound of the body, in bytes. */
    public static SignedMessage read(HttpServletRequest request, int most) throws IOException {
        if (request.getQueryString() != null) {
            throw new RefusedException(
                    Refusal.MALFORMED_SIGNATURE, "The signature covers no query, so a signed request has none.");
        }
        byte[] body = body(request, most);
        return new SignedMessage(
                request.getMethod(),
                request.getRequestURI(),
                body,
                only(request, SignedHeaders.CONTENT_DIGEST),
                only(request, SignedHeaders.SIGNATURE_INPUT),
                only(request, SignedHeaders.SIGNATURE));
    }

    /** @throws RefusedException if it is longer than {@value #MAX_BODY} bytes */
    public static byte[] body(HttpServletRequest request) throws IOException {
        return body(request, MAX_BODY);
    }

    private static byte[] body(HttpServletRequest request, int most) throws IOException {
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            throw tooLarge(most);
        }
        return body;
    }

    /** @throws RefusedException unless the body is declared as JSON */
    public static void requireJson(HttpServletRequest request) {
        String type = request.getContentType();
        try {
            if (type != null && MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(type))) {
                return;
            }
        } catch (InvalidMediaTypeException e) {
            // Not a media type at all: refused below.
        }
        throw new RefusedException(Refusal.UNSUPPORTED_MEDIA_TYPE, "The Content-Type must be application/json.");
    }

    private static @Nullable String only(HttpServletRequest request, String header) {
        List<String> values = Collections.list(request.getHeaders(header));
        if (values.size() > 1) {
            throw new RefusedException(Refusal.MALFORMED_SIGNATURE, "The header " + header + " stands more than once.");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static RefusedException tooLarge(int most) {
        return new RefusedException(Refusal.BODY_TOO_LARGE, "The body is longer than " + most / 1024 + " KiB.");
    }
}
