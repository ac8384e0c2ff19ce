package dev.equipoise.gateway.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** The paths a router function answers, as far as they can be seen: all that is below a nested path counts as its own. */
final class RoutedPaths implements RouterFunctions.Visitor {

    private final List<String> patterns = new ArrayList<>();
    private boolean known = true;
    private int depth;

    List<String> patterns() {
        return patterns;
    }

    /** Whether every route names a path. */
    boolean areKnown() {
        return known;
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        if (depth++ == 0) {
            add(predicate, true);
        }
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        depth--;
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        if (depth == 0) {
            add(predicate, false);
        }
    }

    @Override
    public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
        known = false;
    }

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> function) {
        known = false;
    }

    private void add(RequestPredicate predicate, boolean withAllBelow) {
        Paths paths = new Paths();
        predicate.accept(paths);
        known &= paths.pattern != null && !paths.inverted;
        if (paths.pattern != null) {
            patterns.add(paths.pattern);
            if (withAllBelow) {
                patterns.add(paths.pattern + "/**");
            }
        }
    }

    /** Finds the path of a predicate. One that is said not to hold, or only perhaps, is none. */
    private static final class Paths implements RequestPredicates.Visitor {

        private @Nullable String pattern;
        private boolean inverted;

        @Override
        public void path(String found) {
            pattern = found;
        }

        @Override
        public void method(Set<HttpMethod> methods) {}

        @Override
        public void header(String name, String value) {}

        @Override
        public void queryParam(String name, String value) {}

        @Override
        @SuppressWarnings("removal")
        public void pathExtension(String extension) {}

        @Override
        public void version(String version) {}

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {}

        @Override
        public void startOr() {
            inverted = true;
        }

        @Override
        public void or() {}

        @Override
        public void endOr() {}

        @Override
        public void startNegate() {
            inverted = true;
        }

        @Override
        public void endNegate() {}

        @Override
        public void unknown(RequestPredicate predicate) {}
    }
}
