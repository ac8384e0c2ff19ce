package dev.equipoise.console.stream;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one browser has yet to get: a bounded queue, filled by {@link Broadcast} and emptied by the thread of the request. */
final class Subscriber {

    private static final int BEHIND = 100;

    private final BlockingQueue<Frame> queue = new LinkedBlockingQueue<>(BEHIND);

    /** Whether there was room. */
    boolean offer(Frame frame) {
        return queue.offer(frame);
    }

    /** Nothing after this; what had no room is lost. */
    void end() {
        if (!queue.offer(Frame.CLOSING)) {
            queue.clear();
            queue.add(Frame.CLOSING);
        }
    }

    /** Null if nothing came for so long. */
    @Nullable
    Frame next(Duration silence) throws InterruptedException {
        return queue.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    }
}
