package dev.equipoise.gateway.balancing;

import dev.equipoise.gateway.InvalidSettingException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What of a request consistent hashing hashes. Requests without it have no key and may go anywhere. */
@FunctionalInterface
public interface HashOn {

    /** The key of this request, or null if it has none. */
    @Nullable
    String keyOf(Asked request);

    /** The same of a request of Spring's lane. */
    default @Nullable String keyOf(ServerHttpRequest request) {
        return keyOf(new AskedOfSpring(request));
    }

    /**
     * What {@code text} says; it is the string of the result.
     *
     * @param property named in the error
     * @throws InvalidSettingException if {@code text} is not one of the six forms
     */
    static HashOn parse(String text, String property) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        Function<Asked, @Nullable String> key = switch (kind) {
            case "header" -> request -> request.header(name);
            case "cookie" -> request -> request.cookie(name);
            case "query" -> request -> request.query(name);
            case "path" -> colon < 0 ? Asked::path : segment(text, name, property);
            case "client-ip" -> Asked::clientAddress;
            default -> throw invalid(text, property);
        };
        boolean named = kind.equals("header") || kind.equals("cookie") || kind.equals("query");
        if (named ? name.isEmpty() : colon >= 0 && !kind.equals("path")) {
            throw invalid(text, property);
        }
        return new NamedHashOn(text, key);
    }

    private static Function<Asked, @Nullable String> segment(String text, String number, String property) {
        if (!number.matches("[1-9]\\d?")) {
            throw invalid(text, property);
        }
        int wanted = Integer.parseInt(number);
        return request -> segment(request.path(), wanted);
    }

    private static @Nullable String segment(String path, int wanted) {
        int from = 0;
        for (int i = 0; i < wanted; i++) {
            from = path.indexOf('/', from) + 1;
            if (from == 0) {
                return null;
            }
        }
        int slash = path.indexOf('/', from);
        String segment = path.substring(from, slash < 0 ? path.length() : slash);
        return segment.isEmpty() ? null : segment;
    }

    private static InvalidSettingException invalid(String text, String property) {
        return new InvalidSettingException(
                property,
                "'" + text + "' is nothing to hash on: write header:NAME, cookie:NAME, query:NAME, path, path:N (its"
                        + " N-th segment) or client-ip.");
    }
}
