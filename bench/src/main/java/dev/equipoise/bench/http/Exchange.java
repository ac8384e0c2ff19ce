package dev.equipoise.bench.http;

import java.util.function.Consumer;

/**
 * A request on its way.
 *
 * @param deadlineNanos by {@link System#nanoTime}
 */
record Exchange(Message message, Consumer<Answer> listener, long deadlineNanos) {

    boolean isLate(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    void end(Answer answer) {
        listener.accept(answer);
    }
}
