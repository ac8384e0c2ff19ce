package dev.equipoise.registry.events;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Changes of the fleet as they happen. A stream is written by the thread of its request, a virtual
 * one where the JDK has them: a write that waits for a slow client holds up nobody else.
 */
@RestController
class EventsController {

    private static final Logger log = LoggerFactory.getLogger(EventsController.class);
    private static final byte[] OPENING = bytes("retry: 2000\n\n");
    private static final byte[] KEEP_ALIVE = bytes(":\n\n");

    private final EventFeed feed;
    private final Duration keepAlive;

    EventsController(EventFeed feed, EventsProperties properties) {
        this.feed = feed;
        this.keepAlive = properties.keepAlive();
    }

    @GetMapping(path = "/api/v1/workers/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (request.getMethod().equals("HEAD")) {
            // A stream without a body would never find out that its client is gone.
            prepare(response);
            return;
        }
        Subscription subscription = feed.subscribe(lastEventId);
        try {
            prepare(response);
            stream(subscription, response.getOutputStream());
        } catch (IOException e) {
            log.debug("A subscriber is gone", e);
        } catch (InterruptedException e) {
            // The server stops the hard way.
            Thread.currentThread().interrupt();
        } finally {
            feed.unsubscribe(subscription);
        }
    }

    private static void prepare(HttpServletResponse response) {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // nginx would collect events until its buffer is full.
        response.setHeader("X-Accel-Buffering", "no");
    }

    private void stream(Subscription subscription, OutputStream out) throws IOException, InterruptedException {
        out.write(OPENING);
        ServerSentEvent event;
        do {
            if (subscription.isEmpty()) {
                out.flush();
            }
            event = subscription.next(keepAlive);
            out.write(event == null ? KEEP_ALIVE : event.bytes());
        } while (event == null || !event.closing());
        out.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
