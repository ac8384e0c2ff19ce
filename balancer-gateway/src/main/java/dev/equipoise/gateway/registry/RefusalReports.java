package dev.equipoise.gateway.registry;

import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import org.springframework.context.SmartLifecycle;

/**
 * Tells the registry which workers refuse connections, so that they are out sooner if they are dead (decision 0012): each
 * at most once in a pause, from one thread. What the registry does not take is lost; it finds out by itself, later.
 */
public final class RefusalReports implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RefusalReports.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int WAITING = 1000;
    private static final int REMEMBERED = 10_000;

    private final URI registry;
    private final RequestSigner signer;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final BlockingQueue<Worker> waiting = new ArrayBlockingQueue<>(WAITING);
    /** Guarded by itself: when each was last reported, the oldest first. */
    private final Map<String, Instant> reported = new LinkedHashMap<>();

    private volatile @Nullable Thread thread;
    /** Written by the reporting thread only. */
    private boolean failing;

    /** @param registry base URL */
    public RefusalReports(URI registry, RequestSigner signer, InstantSource clock) {
        this.registry = registry;
        this.signer = signer;
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

    private void run() {
        try {
            while (Thread.currentThread() == thread) {
                send(waiting.take());
            }
        } catch (InterruptedException e) {
            // So stop() ends the thread.
        }
    }

    private void send(Worker worker) throws InterruptedException {
        String path = "/api/v1/workers/" + worker.id() + "/doubts";
        byte[] body = ("{\"epoch\":" + worker.epoch() + "}").getBytes(StandardCharsets.UTF_8);
        SignedHeaders signed = signer.sign("POST", registry.getRawPath() + path, body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header(SignedHeaders.CONTENT_DIGEST, signed.contentDigest())
                .header(SignedHeaders.SIGNATURE_INPUT, signed.signatureInput())
                .header(SignedHeaders.SIGNATURE, signed.signature())
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
            // 404: it is out already.
            boolean taken = answer.statusCode() / 100 == 2 || answer.statusCode() == 404;
            said(taken ? null : "it answered " + answer.statusCode());
        } catch (IOException e) {
            said(String.valueOf(e));
        }
    }

    private void said(@Nullable String fault) {
        if (fault != null && !failing) {
            log.warn("The registry at {} does not take reports of refusals: {}", registry, fault);
        } else if (fault == null && failing) {
            log.info("The registry takes reports of refusals again");
        }
        failing = fault != null;
    }

    @Override
    public void start() {
        Thread reporting = new Thread(this::run, "refusal-reports");
        reporting.setDaemon(true);
        thread = reporting;
        reporting.start();
    }

    @Override
    public void stop() {
        Thread reporting = thread;
        thread = null;
        if (reporting != null) {
            reporting.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
