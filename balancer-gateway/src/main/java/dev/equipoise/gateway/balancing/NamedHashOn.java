package dev.equipoise.gateway.balancing;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What to hash on, and the text that says so. */
record NamedHashOn(String text, Function<ServerHttpRequest, @Nullable String> key) implements HashOn {

    @Override
    public @Nullable String keyOf(ServerHttpRequest request) {
        return key.apply(request);
    }

    @Override
    public String toString() {
        return text;
    }
}
