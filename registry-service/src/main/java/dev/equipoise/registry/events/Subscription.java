package dev.equipoise.registry.events;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has yet to get: a bounded queue. The feed fills it, under its lock; one other thread, that of the
 * subscriber, empties it.
 */
final class Subscription {

    private final BlockingQueue<ServerSentEvent> queue;

    /**
     * @param first what it begins with
     * @param buffer how many more it may be behind
     */
    Subscription(List<ServerSentEvent> first, int buffer) {
        queue = new LinkedBlockingQueue<>(first.size() + buffer);
        queue.addAll(first);
    }

    /** The next event; null if none came for so long. */
    @Nullable
    ServerSentEvent next(Duration silence) throws InterruptedException {
        return queue.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether there is nothing more to send at the moment. */
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether there was room for it. */
    boolean offer(ServerSentEvent event) {
        return queue.offer(event);
    }

    /** What is there is still sent if there is room for the end behind it; the client resumes behind what it got. */
    void end(ServerSentEvent closing) {
        if (!queue.offer(closing)) {
            queue.clear();
            queue.add(closing);
        }
    }
}
