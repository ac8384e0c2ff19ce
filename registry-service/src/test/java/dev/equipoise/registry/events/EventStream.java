package dev.equipoise.registry.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the stream, by the letter of the standard as far as it is used here. */
final class EventStream implements AutoCloseable {

    /** One event; a comment has the name {@code comment}, the end of the stream the name {@code end}. */
    record Event(String name, String id, String data) {}

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param lastEventId null for none */
    static EventStream open(URI uri, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return new EventStream(
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The next event that is no comment. */
    Event next() throws InterruptedException {
        Event event;
        do {
            event = nextOrComment();
        } while (event.name().equals("comment"));
        return event;
    }

    Event nextOrComment() throws InterruptedException {
        Event event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            Map<String, String> fields = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    events.add(new Event("comment", null, null));
                } else if (!line.isEmpty()) {
                    String[] field = line.split(": ", 2);
                    fields.put(field[0], field[1]);
                } else if (fields.containsKey("data")) {
                    events.add(new Event(fields.get("event"), fields.get("id"), fields.get("data")));
                    fields.clear();
                } else {
                    fields.clear();
                }
            }
        } catch (IOException e) {
            // Closed by us, or the registry is gone: the end either way.
        }
        events.add(new Event("end", null, null));
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
