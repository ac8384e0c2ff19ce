package dev.equipoise.console.happening;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that has no end, read as it comes. A read that gets nothing for too long fails: a connection whose other
 * side is gone without a word would be read for ever. One thread reads and closes, any may deliver; what was delivered and not
 * read yet is one piece at most, for the next one is asked for when it is taken.
 */
final class LiveBody extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {

    private record Delivery(List<ByteBuffer> pieces, boolean last) {}

    private static final Delivery END = new Delivery(List.of(), true);

    private final Duration silence;
    private final BlockingQueue<Delivery> delivered = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable broken;
    private volatile boolean closed;
    // Used by the reading thread alone.
    private Iterator<ByteBuffer> pieces = END.pieces().iterator();
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private boolean ended;

    /** @param silence the longest a read waits */
    LiveBody(Duration silence) {
        this.silence = silence;
    }

    static IOException silent(Duration silence) {
        return new IOException("nothing was heard for " + silence.toMillis() + " ms");
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> next) {
        delivered.add(new Delivery(next, false));
    }

    @Override
    public void onError(Throwable cause) {
        broken = cause;
        delivered.add(END);
    }

    @Override
    public void onComplete() {
        delivered.add(END);
    }

    @Override
    public int read() throws IOException {
        return hasNext() ? piece.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!hasNext()) {
            return -1;
        }
        int count = Math.min(length, piece.remaining());
        piece.get(into, offset, count);
        return count;
    }

    private boolean hasNext() throws IOException {
        while (!ended && !piece.hasRemaining()) {
            if (pieces.hasNext()) {
                piece = pieces.next();
            } else {
                await();
            }
        }
        return !ended;
    }

    private void await() throws IOException {
        Delivery next;
        try {
            next = delivered.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        if (next == null) {
            throw silent(silence);
        }
        if (next.last()) {
            ended = true;
            if (broken != null) {
                throw new IOException(broken);
            }
            return;
        }
        pieces = next.pieces().iterator();
        if (subscription != null) {
            subscription.request(1);
        }
    }

    /** Ends the connection, too. */
    @Override
    public void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
