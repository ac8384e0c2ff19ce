package dev.equipoise.client;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The registry's list of workers over HTTP: says what it is told to, and counts how often it was asked. */
public final class RegistryOfWorkers implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    // Guarded by this.
    private final List<String> workers = new ArrayList<>();
    private int status = 200;
    private String body = "";
    private int reads;

    public RegistryOfWorkers() throws IOException {
        this(0);
    }

    public RegistryOfWorkers(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            byte[] answer = path.equals("/api/v1/workers") ? answer() : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(path.equals("/api/v1/workers") ? status() : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    /** One entry as the registry shows it. */
    public static String entry(String id, URI address, String service, String status, long epoch) {
        return """
                {"id":"%s","address":"%s","services":["%s"],"status":"%s","since":"2026-11-21T00:00:00Z",
                "zone":"z1","region":"","role":"","capacity":{"maxConnections":8,"maxBandwidthMbps":0},"weight":2.0,
                "epoch":%d,"load":{"cpu":0.5,"inFlight":3},"metadata":{"build":"17"}}""".formatted(id, address, service, status, epoch);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on the list is these entries. */
    public synchronized void workers(String... entries) {
        workers.clear();
        workers.addAll(List.of(entries));
        body = "";
    }

    /** From now on it answers this instead of a list. */
    public synchronized void answer(int status, String body) {
        this.status = status;
        this.body = body;
    }

    public synchronized int reads() {
        return reads;
    }

    /** Waits until two more reads have begun: what was set before is known once the second one has. */
    public synchronized void awaitNextRead() throws InterruptedException {
        int wanted = reads + 2;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (reads < wanted) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("nobody reads the list of workers");
            }
            wait(left);
        }
    }

    private synchronized byte[] answer() {
        reads++;
        notifyAll();
        String text = body.isEmpty() ? "{\"workers\":[" + String.join(",", workers) + "]}" : body;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private synchronized int status() {
        return status;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
