package dev.equipoise.worker.echo;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived.
 *
 * @param path as on the wire, not decoded
 * @param query as on the wire; null if there was none
 * @param headers by name as it was first spelled
 * @param length bytes of the body
 * @param body the body as UTF-8
 */
record Echo(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        int length,
        String body) {}
