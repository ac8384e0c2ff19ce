package dev.equipoise.bench.storm;

import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.suite.WorkerMessages;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Workers that are nothing but what they say to the registry: each joins at a moment of its own, retries when asked to, and
 * then sends a heartbeat whenever one is due, whether or not the last one was answered. They live on one event loop.
 */
final class Swarm {

    private static final double SPREAD = 0.1;

    private final Connections connections;
    private final WorkerMessages messages;
    private final RandomGenerator random;
    private final int size;
    private final Tally tally = new Tally();
    private final CompletableFuture<Long> allIn = new CompletableFuture<>();
    private long startNanos;
    private int in;
    private boolean ended;

    /** @param random for moments; used on the event loop only once {@link #start} was called */
    Swarm(Connections connections, WorkerMessages messages, RandomGenerator random, int size) {
        this.connections = connections;
        this.messages = messages;
        this.random = random;
        this.size = size;
    }

    /** Begins. Each worker wants to join at some moment within {@code jitter}. */
    void start(Duration jitter, IntFunction<URI> addresses) {
        loop().execute(() -> {
            startNanos = System.nanoTime();
            for (int i = 0; i < size; i++) {
                String id = String.format("storm-%05d", i);
                new StormWorker(this, id, addresses.apply(i))
                        .joinAt(startNanos + (long) (random.nextDouble() * jitter.toNanos()));
            }
        });
    }

    /** Done when every worker was in for the first time: seconds from the start, in nanoseconds. */
    CompletableFuture<Long> allIn() {
        return allIn;
    }

    /** What happened since the last call. For any thread but the event loop. */
    Tally.Window take() throws InterruptedException {
        return onLoop(tally::take);
    }

    /** How many are in, or were. For any thread but the event loop. */
    int joined() throws InterruptedException {
        return onLoop(() -> in);
    }

    /** No worker sends anything from now on. */
    void end() throws InterruptedException {
        onLoop(() -> ended = true);
    }

    private <T> T onLoop(Callable<T> task) throws InterruptedException {
        try {
            return loop().submit(task).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private EventLoop loop() {
        return connections.loop();
    }

    Connections connections() {
        return connections;
    }

    WorkerMessages messages() {
        return messages;
    }

    Tally tally() {
        return tally;
    }

    /** From 0 to 1. */
    double chance() {
        return random.nextDouble();
    }

    /** That pause, give or take a tenth. */
    long spread(long nanos) {
        return Math.round(nanos * (1 - SPREAD + 2 * SPREAD * random.nextDouble()));
    }

    /** A worker is in for the first time. */
    void joined(long wantedNanos) {
        long now = System.nanoTime();
        tally.joined(now - wantedNanos);
        in++;
        if (in == size) {
            allIn.complete(now - startNanos);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody cancels it
    void at(long nanos, Runnable task) {
        loop().schedule(
                        () -> {
                            if (!ended) {
                                task.run();
                            }
                        },
                        nanos - System.nanoTime(),
                        TimeUnit.NANOSECONDS);
    }
}
