package dev.equipoise.gateway.lanes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The paths the gateway itself may answer, whatever the routes say. Immutable. */
final class OwnPaths {

    private final Set<String> literal = new HashSet<>();
    private final List<PathRule> encoded = new ArrayList<>();
    private final List<PathRule> patterns = new ArrayList<>();

    /** @param patterns of Spring */
    OwnPaths(Collection<String> patterns) {
        for (String pattern : patterns) {
            boolean plain = pattern.startsWith("/")
                    && pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '{' || c == '%' || c == ';');
            if (plain) {
                literal.add(pattern);
            } else {
                this.patterns.add(new PathRule(pattern));
            }
        }
        // A path that is not what it looks like is compared as Spring compares it.
        literal.forEach(path -> encoded.add(new PathRule(path)));
    }

    boolean contain(RequestLine request) {
        if (request.isPathPlain() ? literal.contains(request.path()) : matches(encoded, request)) {
            return true;
        }
        return !patterns.isEmpty() && matches(patterns, request);
    }

    private static boolean matches(List<PathRule> rules, RequestLine request) {
        for (PathRule rule : rules) {
            if (rule.matches(request)) {
                return true;
            }
        }
        return false;
    }
}
