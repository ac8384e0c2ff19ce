package dev.equipoise.gateway.lanes;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a connection sends: how far its current request is, what came ahead of its turn, and when more is read. While something
 * waits nothing more is read. On the event loop.
 */
final class Intake {

    private final ChannelHandlerContext context;
    private final Backlog waiting = new Backlog();
    /** Whether the body of the current request is still coming. */
    private boolean open;
    /** Whether the codec still owes the end of a request that has no body: nobody is interested. */
    private boolean endIsOwed;

    private boolean reading;
    private final long longestBody;
    private long bodyBytes;

    /**
     * @param context of the front
     * @param longestBody in bytes; 0 for any length
     */
    Intake(ChannelHandlerContext context, long longestBody) {
        this.context = context;
        this.longestBody = longestBody;
    }

    /** Whether the body of the current request is still coming. */
    boolean isOpen() {
        return open;
    }

    /** A request begins, and its body may follow. */
    void begin() {
        open = true;
        bodyBytes = 0;
    }

    /** Whether the body is longer than it may be with this part of it. */
    boolean isTooLong(long bytes) {
        bodyBytes += bytes;
        return longestBody > 0 && bodyBytes > longestBody;
    }

    /** All of the request has come. */
    void end() {
        open = false;
    }

    /**
     * The request has no body.
     *
     * @param complete whether its end came with its head
     */
    void endWithoutBody(boolean complete) {
        open = false;
        endIsOwed = !complete;
    }

    /** Whether it is the end of a request that has no body. Asked once for each message. */
    boolean isOwedEnd(@Nullable Object message) {
        if (!endIsOwed) {
            return false;
        }
        endIsOwed = false;
        return message instanceof LastHttpContent && !(message instanceof HttpRequest);
    }

    /** Whether it belongs to the current request. */
    boolean isOfCurrent(Object message) {
        return open && !(message instanceof HttpRequest);
    }

    boolean isAhead() {
        return !waiting.isEmpty();
    }

    /** It came ahead of its turn. */
    void hold(Object message) {
        waiting.add(message);
    }

    /** What came ahead first; null if there is nothing. */
    @Nullable
    Object peek() {
        return waiting.peek();
    }

    @Nullable
    Object poll() {
        return waiting.poll();
    }

    /** What came ahead is for nobody. */
    void drop() {
        waiting.drop();
    }

    /** Reads once more, unless that is already asked for. */
    void readMore() {
        if (!reading) {
            read();
        }
    }

    /** Somebody behind the front asks for more. */
    void read() {
        if (waiting.isEmpty()) {
            reading = true;
            context.read();
        }
    }

    /** A read has brought what there was. */
    void hasRead() {
        reading = false;
    }
}
