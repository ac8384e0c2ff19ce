package dev.equipoise.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * How far the body of a request is. What comes before there is a connection waits here: what is to be there before a worker is asked, and no more
 * than one read of the client's beyond it.
 */
final class Upload {

    private static final int LEAST_COPY = 256;

    private final boolean hasBody;
    private final int ahead;
    private final boolean mayRepeat;
    private @Nullable ArrayDeque<HttpContent> early;
    /** What came in parts too small to be kept one by one. */
    private @Nullable ByteBuf gathered;

    private int heldBytes;
    private boolean whole;
    private boolean taken;
    private boolean complete;

    /**
     * @param ahead what is to be there before a worker is asked, in bytes; more than there is of it for all, end included
     * @param mayRepeat whether it may be sent to a second worker after a first one has it
     */
    Upload(boolean hasBody, int ahead, boolean mayRepeat) {
        this.hasBody = hasBody;
        this.ahead = ahead;
        this.mayRepeat = mayRepeat;
    }

    boolean isOpen() {
        return hasBody && !complete && !whole;
    }

    /** Whether a part of it has left and is not at hand any more: it cannot be sent twice. */
    boolean isTaken() {
        return taken;
    }

    /** Whether all of the request is on its way. */
    boolean isComplete() {
        return complete;
    }

    /** Whether as much has come as is to be there before a worker is asked. */
    boolean isEnough() {
        return whole || heldBytes >= ahead;
    }

    /** It waits for a connection, or for what is still to come. */
    void hold(HttpContent part) {
        heldBytes += part.content().readableBytes();
        whole = part instanceof LastHttpContent;
        if (isEnough()) {
            held().add(part);
        } else {
            gather(part);
        }
    }

    private ArrayDeque<HttpContent> held() {
        if (early == null) {
            early = new ArrayDeque<>(4);
        }
        return early;
    }

    /** Copied: a part of one byte may keep a buffer of kilobytes. */
    private void gather(HttpContent part) {
        if (gathered == null) {
            gathered = part.content().alloc().buffer(Math.min(LEAST_COPY, ahead), ahead);
            held().add(new DefaultHttpContent(gathered));
        }
        gathered.writeBytes(part.content());
        part.release();
    }

    /**
     * What waited goes, in order. A body that is all here, and may be sent again, stays at hand until {@link #drop}.
     *
     * @return whether the last part was among it
     */
    boolean sendHeld(Link to) {
        if (early == null) {
            return false;
        }
        if (whole && mayRepeat) {
            for (HttpContent part : early) {
                to.write(part.retainedDuplicate());
            }
            complete = true;
            return true;
        }
        boolean last = false;
        for (HttpContent part = early.poll(); part != null; part = early.poll()) {
            last = send(to, part);
        }
        return last;
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

    /** Nobody else will get it. */
    void drop() {
        if (early != null) {
            early.forEach(HttpContent::release);
            early = null;
        }
    }
}
