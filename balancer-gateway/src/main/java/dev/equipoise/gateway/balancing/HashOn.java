package dev.equipoise.gateway.balancing;

import dev.equipoise.gateway.InvalidSettingException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What of a request consistent hashing hashes. Requests without it have no key and may go anywhere. */
@FunctionalInterface
public interface HashOn {

    /** The key of this request, or null if it has none. */
    @Nullable
    String keyOf(ServerHttpRequest request);

    /**
     * What {@code text} says; it is the string of the result.
     *
     * @param property named in the error
     * @throws InvalidSettingException if {@code text} is not one of the five forms
     */
    static HashOn parse(String text, String property) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        Function<ServerHttpRequest, @Nullable String> key = switch (kind) {
            case "header" -> request -> request.getHeaders().getFirst(name);
            case "cookie" -> request -> cookie(request, name);
            case "query" -> request -> request.getQueryParams().getFirst(name);
            case "path" -> request -> request.getURI().getRawPath();
            case "client-ip" -> HashOn::clientIp;
            default -> throw invalid(text, property);
        };
        boolean named = kind.equals("header") || kind.equals("cookie") || kind.equals("query");
        if (named == name.isEmpty()) {
            throw invalid(text, property);
        }
        return new NamedHashOn(text, key);
    }

    private static @Nullable String cookie(ServerHttpRequest request, String name) {
        HttpCookie cookie = request.getCookies().getFirst(name);
        return cookie == null ? null : cookie.getValue();
    }

    private static @Nullable String clientIp(ServerHttpRequest request) {
        InetSocketAddress client = request.getRemoteAddress();
        return client == null || client.getAddress() == null
                ? null
                : client.getAddress().getHostAddress();
    }

    private static InvalidSettingException invalid(String text, String property) {
        return new InvalidSettingException(
                property,
                "'" + text + "' is nothing to hash on: write header:NAME, cookie:NAME, query:NAME, path or client-ip.");
    }
}
