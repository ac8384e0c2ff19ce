package dev.equipoise.gateway.lanes;

import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What a client sent ahead of its turn: what one read brought, for while something is here nothing more is read. */
final class Backlog {

    private @Nullable ArrayDeque<Object> messages;

    boolean isEmpty() {
        return messages == null || messages.isEmpty();
    }

    void add(Object message) {
        if (messages == null) {
            messages = new ArrayDeque<>();
        }
        messages.add(message);
    }

    /** The next one; null if there is none. */
    @Nullable
    Object peek() {
        return messages == null ? null : messages.peek();
    }

    @Nullable
    Object poll() {
        return messages == null ? null : messages.poll();
    }

    void drop() {
        if (messages != null) {
            messages.forEach(ReferenceCountUtil::release);
            messages.clear();
        }
    }
}
