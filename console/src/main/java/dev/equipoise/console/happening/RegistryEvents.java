package dev.equipoise.console.happening;

import dev.equipoise.console.ask.Peer;
import dev.equipoise.console.happening.EventLines.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the changes of the fleet at one registry after the other, and goes on behind the last change when a stream ends or falls
 * silent. One thread runs it.
 */
public final class RegistryEvents implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(RegistryEvents.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String PATH = "/api/v1/workers/events";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Peer> registries;
    private final Happenings happenings;
    private final Runnable changed;
    private final Duration silence;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PAUSE)
            .build();
    // Used by the running thread alone.
    private @Nullable String lastId;
    private boolean following;

    /**
     * @param changed told after each change; must not block
     * @param silence a registry that says nothing for so long, not even that it is there, is gone, and the next one is asked
     */
    public RegistryEvents(List<Peer> registries, Happenings happenings, Runnable changed, Duration silence) {
        this.registries = List.copyOf(registries);
        this.happenings = happenings;
        this.changed = changed;
        this.silence = silence;
    }

    /** Until it is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (Peer registry : registries) {
                    follow(registry);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Peer registry) throws InterruptedException {
        try {
            HttpResponse<Publisher<List<ByteBuffer>>> response = open(registry);
            LiveBody body = new LiveBody(silence);
            response.body().subscribe(body);
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                if (response.statusCode() == 200) {
                    following = true;
                    take(new EventLines(reader));
                }
            }
        } catch (IOException e) {
            if (following && !Thread.currentThread().isInterrupted()) {
                following = false;
                log.info(
                        "The changes of {} at {} cannot be followed: {}",
                        registry.name(),
                        registry.base(),
                        e.toString());
            }
        }
    }

    /** The head of the answer, which has as long as anything that follows it. */
    private HttpResponse<Publisher<List<ByteBuffer>>> open(Peer registry) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(registry.base() + PATH)).header("Accept", "text/event-stream");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> response =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofPublisher());
        try {
            return response.get(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw LiveBody.silent(silence);
        } finally {
            response.cancel(true);
        }
    }

    private void take(EventLines lines) throws IOException {
        for (Event event = lines.next(); event != null; event = lines.next()) {
            lastId = lines.id();
            if (MembershipWords.know(event.name())) {
                tell(event.name(), event.data());
            }
            changed.run();
        }
    }

    private void tell(String kind, String data) {
        try {
            String worker = JSON.readTree(data).path("id").asString("");
            happenings.add(kind, MembershipWords.tone(kind), worker, MembershipWords.sentence(worker, kind));
        } catch (JacksonException e) {
            log.debug("Not an event we know: {}", kind);
        }
    }
}
