package dev.equipoise.launcher.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** GETs things that may not be there yet. Safe for any thread. */
public final class HttpProbe {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int OK = 200;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** What came back. */
    public record Answer(int status, String body) {

        public boolean ok() {
            return status == OK;
        }
    }

    /** Empty if nobody answers in time. */
    public Optional<Answer> get(URI uri, Duration timeout) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
            var response = client.send(request, BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the answer is 200, as that of a health check. */
    public boolean ok(URI uri, Duration timeout) throws InterruptedException {
        return get(uri, timeout).map(Answer::ok).orElse(false);
    }
}
