package dev.equipoise.console.stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
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
import org.springframework.web.bind.annotation.RestController;

/**
 * The stream of what changes. The thread of the request writes it, a virtual one where the JDK has them (decision 0016 has the
 * reasons). It ends with the session that asked for it.
 */
@RestController
class StreamController {

    private static final Logger log = LoggerFactory.getLogger(StreamController.class);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

    private final Watch watch;

    StreamController(Watch watch) {
        this.watch = watch;
    }

    @GetMapping(path = "/api/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(HttpServletRequest request, HttpServletResponse response) throws InterruptedException {
        HttpSession session = request.getSession(false);
        Subscriber subscriber = watch.subscribe();
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            // For proxies that would collect it before they pass it on.
            response.setHeader("X-Accel-Buffering", "no");
            write(subscriber, session, response.getOutputStream());
        } catch (IOException e) {
            log.debug("A browser is gone", e);
        } finally {
            watch.unsubscribe(subscriber);
        }
    }

    private static void write(Subscriber subscriber, @Nullable HttpSession session, OutputStream out)
            throws IOException, InterruptedException {
        while (isValid(session)) {
            Frame next = subscriber.next(KEEP_ALIVE);
            out.write(next == null ? Frame.KEEP_ALIVE.bytes() : next.bytes());
            out.flush();
            if (next == Frame.CLOSING) {
                return;
            }
        }
        out.write(Frame.CLOSING.bytes());
        out.flush();
    }

    private static boolean isValid(@Nullable HttpSession session) {
        try {
            return session != null && session.getCreationTime() > 0;
        } catch (IllegalStateException e) {
            // Signed out, or too old.
            return false;
        }
    }
}
