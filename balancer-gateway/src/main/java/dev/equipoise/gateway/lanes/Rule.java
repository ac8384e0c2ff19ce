package dev.equipoise.gateway.lanes;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.AntPathMatcher;

/** One predicate of a route that the front can decide. Any thread. */
@FunctionalInterface
interface Rule {

    boolean matches(RequestLine request);

    static Rule methods(Set<HttpMethod> methods) {
        Set<HttpMethod> any = Set.copyOf(methods);
        return request -> any.contains(request.method());
    }

    static Rule paths(List<PathRule> patterns) {
        if (patterns.size() == 1) {
            return patterns.get(0);
        }
        List<PathRule> any = List.copyOf(patterns);
        return request -> {
            for (PathRule pattern : any) {
                if (pattern.matches(request)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** As Spring Cloud Gateway does it: Ant patterns over the labels, the port left out. */
    static Rule hosts(List<String> patterns) {
        AntPathMatcher matcher = new AntPathMatcher(".");
        List<String> any = List.copyOf(patterns);
        return request -> {
            String host = withoutPort(request.host());
            for (String pattern : any) {
                if (pattern.equals(host) || (isPattern(pattern) && matcher.match(pattern, host))) {
                    return true;
                }
            }
            return false;
        };
    }

    private static String withoutPort(@Nullable String host) {
        if (host == null) {
            return "";
        }
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static boolean isPattern(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0 || pattern.indexOf('{') >= 0;
    }
}
