package dev.equipoise.console.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Sends requests to a gateway, about twenty a second, until it is closed. */
final class Clients implements AutoCloseable {

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final HttpRequest request;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Thread thread = new Thread(this::run, "clients");

    Clients(URI gateway) {
        this.request =
                HttpRequest.newBuilder(gateway).timeout(Duration.ofSeconds(10)).build();
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                // The gateway is judged elsewhere; here it is only kept busy.
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
