package dev.equipoise.gateway.lanes;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;

/** What one filter of a route does to requests and answers. Any thread. */
interface Edit {

    default String path(String path) {
        return path;
    }

    default void request(HttpHeaders headers) {}

    default void response(HttpHeaders headers) {}

    /** Drops the first segments, as Spring Cloud Gateway's {@code StripPrefix}. */
    static Edit stripPrefix(int parts) {
        return new Edit() {
            @Override
            public String path(String path) {
                int at = 0;
                for (int dropped = 0; dropped < parts; dropped++) {
                    while (at < path.length() && path.charAt(at) == '/') {
                        at++;
                    }
                    while (at < path.length() && path.charAt(at) != '/') {
                        at++;
                    }
                }
                return at >= path.length() ? "/" : path.substring(at);
            }
        };
    }

    static Edit prefixPath(String prefix) {
        return new Edit() {
            @Override
            public String path(String path) {
                return prefix + path;
            }
        };
    }

    static Edit rewritePath(Pattern pattern, String replacement) {
        return new Edit() {
            @Override
            public String path(String path) {
                return pattern.matcher(path).replaceAll(replacement);
            }
        };
    }

    static Edit addRequestHeader(String name, String value) {
        return new Edit() {
            @Override
            public void request(HttpHeaders headers) {
                headers.add(name, value);
            }
        };
    }

    static Edit setRequestHeader(String name, String value) {
        return new Edit() {
            @Override
            public void request(HttpHeaders headers) {
                headers.set(name, value);
            }
        };
    }

    static Edit removeRequestHeader(String name) {
        return new Edit() {
            @Override
            public void request(HttpHeaders headers) {
                headers.remove(name);
            }
        };
    }

    static Edit addResponseHeader(String name, String value) {
        return new Edit() {
            @Override
            public void response(HttpHeaders headers) {
                headers.add(name, value);
            }
        };
    }

    static Edit setResponseHeader(String name, String value) {
        return new Edit() {
            @Override
            public void response(HttpHeaders headers) {
                headers.set(name, value);
            }
        };
    }

    static Edit removeResponseHeader(String name) {
        return new Edit() {
            @Override
            public void response(HttpHeaders headers) {
                headers.remove(name);
            }
        };
    }
}
