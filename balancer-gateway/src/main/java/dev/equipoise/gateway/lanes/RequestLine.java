package dev.equipoise.gateway.lanes;

import dev.equipoise.gateway.forward.RawTarget;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/** What the front looks at to find the route of a request. Not thread-safe; for one request. */
final class RequestLine {

    private final HttpMethod method;
    private final String target;
    private final String path;
    private final @Nullable String host;
    private final boolean plain;
    private final boolean asterisk;
    private @Nullable PathContainer parsed;

    RequestLine(HttpRequest head) {
        this.method = head.method();
        this.target = head.uri();
        int query = target.indexOf('?');
        this.asterisk = target.equals("*");
        this.path = asterisk ? "/" : query < 0 ? target : target.substring(0, query);
        this.host = head.headers().get(HttpHeaderNames.HOST);
        this.plain = isPlain(path);
    }

    /** Whether its characters are what they look like: nothing encoded, no parameters, no empty segment. */
    private static boolean isPlain(String path) {
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || c == ';' || (c == '/' && before == '/')) {
                return false;
            }
            before = c;
        }
        return true;
    }

    /** Whether it is a path on this host, or {@code *}, of characters that are the same to everybody. */
    boolean isOrigin() {
        if (asterisk) {
            return true;
        }
        if (target.isEmpty() || target.charAt(0) != '/') {
            return false;
        }
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '\\' || c == '#') {
                return false;
            }
        }
        return true;
    }

    /** Whether it is about the server as a whole: the {@code *} of OPTIONS, which is routed as {@code /} is. */
    boolean isAsterisk() {
        return asterisk;
    }

    HttpMethod method() {
        return method;
    }

    /** As it was sent, without the query. */
    String path() {
        return path;
    }

    /** With what no URI may have escaped: as Spring's lane sees it. */
    String legalPath() {
        return RawTarget.legal(path);
    }

    /** From the question mark on; empty without one. */
    String query() {
        return asterisk ? "" : target.substring(path.length());
    }

    @Nullable
    String host() {
        return host;
    }

    boolean isPathPlain() {
        return plain;
    }

    PathContainer parsedPath() {
        PathContainer known = parsed;
        if (known == null) {
            known = PathContainer.parsePath(legalPath());
            parsed = known;
        }
        return known;
    }
}
