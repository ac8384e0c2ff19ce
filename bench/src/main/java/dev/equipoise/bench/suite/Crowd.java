package dev.equipoise.bench.suite;

import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.http.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Says something on behalf of each of many workers, as quickly as the answers come. */
public final class Crowd {

    private static final int AT_ONCE = 16;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final long PATIENCE_MINUTES = 10;

    private final Connections connections;
    private final int size;
    private final IntFunction<Message> messages;
    private final Listener listener;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int next;
    private int answered;

    private Crowd(Connections connections, int size, IntFunction<Message> messages, Listener listener) {
        this.connections = connections;
        this.size = size;
        this.messages = messages;
        this.listener = listener;
    }

    /** Whom it tells, on the event loop. */
    @FunctionalInterface
    public interface Listener {

        /**
         * What worker said this was answered.
         *
         * @throws IllegalArgumentException if that is no success
         */
        void answered(int worker, Answer answer);
    }

    /**
     * Returns when all were answered; 429, 503 and a store that has just begun are tried again.
     *
     * @param messages asked for on the event loop
     * @throws IllegalStateException if one was not answered as it should
     */
    public static void say(Connections connections, int size, IntFunction<Message> messages, Listener listener)
            throws InterruptedException {
        Crowd crowd = new Crowd(connections, size, messages, listener);
        connections.loop().execute(() -> {
            for (int i = 0; i < Math.min(AT_ONCE, size); i++) {
                crowd.sendNext();
            }
        });
        try {
            crowd.done.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    e.getCause() == null ? e.toString() : e.getCause().toString(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not all workers were answered within " + PATIENCE_MINUTES + " min", e);
        }
    }

    /** A store takes nothing that was signed in the second it began. */
    private static boolean comesBack(Answer answer) {
        return answer.status() == TOO_MANY
                || answer.status() == UNAVAILABLE
                || answer.body().contains("/older-than-store");
    }

    private void sendNext() {
        if (next < size && !done.isDone()) {
            send(next++);
        }
    }

    private void send(int worker) {
        connections.send(messages.apply(worker), answer -> answered(worker, answer));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody cancels it
    private void answered(int worker, Answer answer) {
        if (comesBack(answer)) {
            String asked = answer.headers().get("Retry-After", "");
            long seconds = asked.matches("\\d{1,3}") ? Long.parseLong(asked) : 1;
            connections.loop().schedule(() -> send(worker), Math.max(1, seconds), TimeUnit.SECONDS);
            return;
        }
        try {
            listener.answered(worker, answer);
        } catch (IllegalArgumentException e) {
            done.completeExceptionally(e);
            return;
        }
        if (++answered == size) {
            done.complete(null);
        }
        sendNext();
    }
}
