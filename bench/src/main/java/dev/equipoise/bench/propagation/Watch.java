package dev.equipoise.bench.propagation;

import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.http.Message;
import dev.equipoise.bench.suite.Gateway;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Requests of one key through a gateway, each a millisecond after the answer to the last, until one is answered by the
 * worker that is waited for. On the event loop of the connections.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody cancels timers
final class Watch {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long GAP_NANOS = 1_000_000;
    private static final int OK = 200;

    private final Connections gateway;
    private final Message request;
    private final Predicate<String> awaited;
    private final CompletableFuture<Long> seen = new CompletableFuture<>();
    private final long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();

    private Watch(Connections gateway, String key, Predicate<String> awaited) {
        this.gateway = gateway;
        this.request = new Message("GET", "/", new byte[0], Map.of(Gateway.KEY, key));
        this.awaited = awaited;
    }

    /**
     * Begins. The future holds {@link System#nanoTime} of the first answer that came from a worker that is awaited; it
     * fails if none came for half a minute, or a request failed.
     */
    static CompletableFuture<Long> begin(Connections gateway, String key, Predicate<String> awaited) {
        Watch watch = new Watch(gateway, key, awaited);
        gateway.loop().execute(watch::ask);
        return watch.seen;
    }

    /** Who answers a request of this key. */
    static CompletableFuture<String> worker(Connections gateway, String key) {
        CompletableFuture<String> worker = new CompletableFuture<>();
        begin(gateway, key, worker::complete).whenComplete((nanos, problem) -> {
            if (problem != null) {
                worker.completeExceptionally(problem);
            }
        });
        return worker;
    }

    private void ask() {
        gateway.send(request, this::answered);
    }

    private void answered(Answer answer) {
        long now = System.nanoTime();
        String worker = answer.headers().get(Gateway.WORKER, "");
        if (answer.status() != OK || worker.isEmpty()) {
            seen.completeExceptionally(new IllegalStateException("a request was answered " + answer.outcome()));
        } else if (awaited.test(worker)) {
            seen.complete(now);
        } else if (now - deadlineNanos > 0) {
            seen.completeExceptionally(
                    new IllegalStateException("after " + PATIENCE.toSeconds() + " s " + worker + " still answers"));
        } else {
            gateway.loop().schedule(this::ask, GAP_NANOS, TimeUnit.NANOSECONDS);
        }
    }
}
