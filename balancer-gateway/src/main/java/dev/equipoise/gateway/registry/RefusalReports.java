package dev.equipoise.gateway.registry;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.gateway.background.BackgroundThread;
import dev.equipoise.gateway.background.InBackground;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the registry which workers refuse connections, so that they are out sooner if they are dead (decision 0012): each
 * at most once in a pause, from one thread. What the registry does not take is lost; it finds out by itself, later.
 */
public final class RefusalReports implements InBackground {

    private static final Logger log = LoggerFactory.getLogger(RefusalReports.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int WAITING = 1000;
    private static final int REMEMBERED = 10_000;

    private final SignedPost registry;
    private final InstantSource clock;
    private final BlockingQueue<Worker> waiting = new ArrayBlockingQueue<>(WAITING);
    /** Guarded by itself: when each was last reported, the oldest first. */
    private final Map<String, Instant> reported = new LinkedHashMap<>();

    private final BackgroundThread thread = new BackgroundThread("refusal-reports", () -> send(waiting.take()));
    /** Written by the reporting thread only. */
    private boolean failing;

    /** @param registry base URL */
    public RefusalReports(URI registry, RequestSigner signer, InstantSource clock) {
        this.registry = new SignedPost(registry, signer);
        this.clock = clock;
    }

    /** This worker refused a connection, more than once. Any thread; never blocks. */
    public void refusing(Worker worker) {
        String registration = worker.id() + ' ' + worker.epoch();
        Instant now = clock.instant();
        synchronized (reported) {
            Instant last = reported.get(registration);
            if (last != null && now.isBefore(last.plus(PAUSE)) || !waiting.offer(worker)) {
                return;
            }
            reported.remove(registration);
            reported.put(registration, now);
            if (reported.size() > REMEMBERED) {
                reported.remove(reported.keySet().iterator().next());
            }
        }
    }

    private void send(Worker worker) throws InterruptedException {
        String path = "/api/v1/workers/" + worker.id() + "/doubts";
        byte[] body = ("{\"epoch\":" + worker.epoch() + "}").getBytes(StandardCharsets.UTF_8);
        try {
            int status = registry.send(path, body);
            // 404: it is out already.
            boolean taken = status / 100 == 2 || status == 404;
            said(taken ? null : "it answered " + status);
        } catch (IOException e) {
            said(String.valueOf(e));
        }
    }

    private void said(@Nullable String fault) {
        if (fault != null && !failing) {
            log.warn("The registry at {} does not take reports of refusals: {}", registry.service(), fault);
        } else if (fault == null && failing) {
            log.info("The registry takes reports of refusals again");
        }
        failing = fault != null;
    }

    @Override
    public BackgroundThread thread() {
        return thread;
    }
}
