package dev.equipoise.bench.http;

import java.util.Map;

/**
 * A request.
 *
 * @param path with its query
 * @param body empty for none
 * @param headers beside Host and Content-Length
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once and never compared
public record Message(String method, String path, byte[] body, Map<String, String> headers) {

    private static final byte[] NO_BODY = {};

    public Message {
        headers = Map.copyOf(headers);
    }

    /** A request without a body. */
    public static Message of(String method, String path) {
        return new Message(method, path, NO_BODY, Map.of());
    }
}
