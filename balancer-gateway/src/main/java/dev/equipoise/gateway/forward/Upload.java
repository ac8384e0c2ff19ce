package dev.equipoise.gateway.forward;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** How far the body of a request is. What comes before there is a connection waits here: no more than one read of the client's. */
final class Upload {

    private final boolean hasBody;
    private @Nullable ArrayDeque<HttpContent> early;
    private boolean taken;
    private boolean complete;

    Upload(boolean hasBody) {
        this.hasBody = hasBody;
    }

    boolean isOpen() {
        return hasBody && !complete;
    }

    /** Whether a part of it has begun to leave: it cannot be sent twice. */
    boolean isTaken() {
        return taken;
    }

    /** Whether all of the request is on its way. */
    boolean isComplete() {
        return complete;
    }

    void hold(HttpContent part) {
        if (early == null) {
            early = new ArrayDeque<>(4);
        }
        early.add(part);
    }

    /** What waited, in order; null for no more. */
    @Nullable
    HttpContent held() {
        return early == null ? null : early.poll();
    }

    /** @return whether that was the last part */
    boolean send(Link to, HttpContent part) {
        boolean last = part instanceof LastHttpContent;
        taken = true;
        complete = last;
        to.write(part);
        return last;
    }

    /** There is no body. */
    void end(Link to) {
        complete = true;
        to.write(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    void drop() {
        for (HttpContent part = held(); part != null; part = held()) {
            part.release();
        }
    }
}
