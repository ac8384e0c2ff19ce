package dev.equipoise.launcher.e2e;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * GETs at a steady rate, on schedule whether or not earlier ones were answered, up to a number that is open at once: a
 * machine too slow for the rate gets fewer, not a flood. Every answer but 200 is a failure.
 */
final class Load implements AutoCloseable {

    static {
        // Who sends next must be the one to close: below the gateway's 75 s. Read when the first client is made.
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int OPEN_AT_ONCE = 40;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newBuilder()
            .executor(threads)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final List<URI> targets;
    private final Thread sender;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore permits = new Semaphore(OPEN_AT_ONCE);
    private final Map<String, AtomicInteger> byWorker = new ConcurrentHashMap<>();
    private final long start = System.nanoTime();
    private volatile boolean stopped;

    /** @param targets each request goes to the next one; where nobody listens, to the one after it */
    Load(int perSecond, URI... targets) {
        this.targets = List.of(targets);
        this.sender = new Thread(() -> run(1_000_000_000L / perSecond), "load");
        sender.setDaemon(true);
        sender.start();
    }

    private void run(long intervalNanos) {
        for (long n = 0; !stopped; n++) {
            long due = start + n * intervalNanos;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            permits.acquireUninterruptibly();
            if (stopped) {
                permits.release();
            } else {
                send();
            }
        }
    }

    private void send() {
        int first = sent.getAndIncrement();
        var unused = send(first, targets.size()).handle((answer, error) -> {
            if (error != null) {
                failures.add(at() + error);
            } else if (answer.statusCode() != 200) {
                failures.add(at() + answer.statusCode() + " " + answer.body());
            } else {
                byWorker.computeIfAbsent(answer.body().replaceAll(",.*", ""), any -> new AtomicInteger())
                        .incrementAndGet();
            }
            answered.incrementAndGet();
            permits.release();
            return null;
        });
    }

    private CompletableFuture<HttpResponse<String>> send(int at, int tries) {
        HttpRequest request = HttpRequest.newBuilder(targets.get(at % targets.size()))
                .timeout(TIMEOUT)
                .build();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        return tries == 1
                ? answer
                : answer.exceptionallyCompose(error -> error.getCause() instanceof ConnectException
                        ? send(at + 1, tries - 1)
                        : CompletableFuture.failedFuture(error));
    }

    private String at() {
        return "after " + (System.nanoTime() - start) / 1_000_000 + " ms: ";
    }

    /** Waits until so many more requests were answered, with new patience for each thousand. */
    void passes(int requests) throws Exception {
        int goal = answered.get() + requests;
        while (answered.get() < goal) {
            int next = Math.min(goal, answered.get() + 1000);
            RunningSuite.await(requests + " requests", () -> answered.get() >= next);
        }
    }

    int sent() {
        return sent.get();
    }

    Map<String, AtomicInteger> byWorker() {
        return new TreeMap<>(byWorker);
    }

    /** Stops sending, waits for what is under way, and gives the failures. */
    List<String> finish() throws InterruptedException {
        stopped = true;
        sender.join();
        permits.acquire(OPEN_AT_ONCE);
        return new ArrayList<>(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        permits.release(OPEN_AT_ONCE);
        sender.join();
        threads.shutdownNow();
    }
}
