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
    private final BodyWatch watch;

    /**
     * @param context of the front
     * @param longestBody in bytes; 0 for any length
     * @param watch told when a body is waited for
     */
    Intake(ChannelHandlerContext context, long longestBody, BodyWatch watch) {
        this.context = context;
        this.longestBody = longestBody;
        this.watch = watch;
    }

    /** Whether the body of the current request is still coming. */
    boolean isOpen() {
        return open;
    }

    /** A request begins, and its body may follow. */
    void begin() {
        open = true;
        bodyBytes = 0;
        watch.begin();
    }

    /** A part of the body has come. */
    void came(long bytes) {
        bodyBytes += bytes;
        watch.came(bytes);
    }

    /** Whether the body is longer than it may be, with what has come of it. */
    boolean isTooLong() {
        return longestBody > 0 && bodyBytes > longestBody;
    }

    /** All of the request has come. */
    void end() {
        open = false;
        watch.end();
    }

    /**
     * The request has no body.
     *
     * @param complete whether its end came with its head
     */
    void endWithoutBody(boolean complete) {
        end();
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

    /** What came ahead is for nobody, nor is what is still to come. */
    void drop() {
        watch.end();
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
            watch.reads();
            context.read();
        }
    }

    /** A read has brought what there was. */
    void hasRead() {
        reading = false;
    }
}
