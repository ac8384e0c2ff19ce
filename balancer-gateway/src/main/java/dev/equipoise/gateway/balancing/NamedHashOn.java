package dev.equipoise.gateway.balancing;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What to hash on, and the text that says so. */
record NamedHashOn(String text, Function<Asked, @Nullable String> key) implements HashOn {

    @Override
    public @Nullable String keyOf(Asked request) {
        return key.apply(request);
    }

    @Override
    public String toString() {
        return text;
    }
}
