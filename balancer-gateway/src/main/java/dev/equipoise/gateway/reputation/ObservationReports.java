package dev.equipoise.gateway.reputation;

import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.reputation.GatewayReport.Sight;
import dev.equipoise.gateway.background.BackgroundThread;
import dev.equipoise.gateway.background.InBackground;
import dev.equipoise.gateway.registry.SignedPost;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the reputation service every ten seconds what this gateway saw of the workers, from one thread. While the service is
 * away the last ten minutes are kept and told later; what it does not understand is not told again.
 */
public final class ObservationReports implements InBackground {

    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(ObservationReports.class);
    private static final String PATH = "/api/v1/observations";
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SignedPost service;
    private final Sightings sightings;
    private final LocalHealth health;
    private final InstantSource clock;
    private final Observations observations =
            new Observations(JsonMapper.builder().build());
    private final BackgroundThread thread = new BackgroundThread("observation-reports", this::run);
    /** Written by the reporting thread only, as are the following. */
    private long interval;

    private boolean failing;

    /** @param service base URL */
    public ObservationReports(
            URI service, RequestSigner signer, Sightings sightings, LocalHealth health, InstantSource clock) {
        this.service = new SignedPost(service, signer);
        this.sightings = sightings;
        this.health = health;
        this.clock = clock;
        this.interval = currentInterval();
    }

    private long currentInterval() {
        return clock.millis() / INTERVAL.toMillis();
    }

    private void run() throws InterruptedException {
        step();
        Thread.sleep(LOOK.toMillis());
    }

    /** Ends the interval if its time is over, and tells what there is to tell. */
    void step() throws InterruptedException {
        health.look();
        long now = currentInterval();
        if (now == interval) {
            return;
        }
        long over = interval;
        interval = now;
        try {
            List<Sight> sights = sightings.take();
            observations.add(over, health.strainAfter(sights), sights);
            send();
        } catch (RuntimeException e) {
            log.error("What was seen of the workers could not be reported", e);
        }
    }

    /** How many intervals wait to be told. */
    int waiting() {
        return observations.size();
    }

    private void send() throws InterruptedException {
        for (byte[] body = observations.next(); body != null; body = observations.next()) {
            int status = sent(body);
            if (status == 0) {
                return;
            }
            // 401: also from a store that has just begun and takes nothing that was signed before; it is signed anew
            // each time.
            boolean later = status >= 500 || status == 429 || status == 408 || status == 401;
            said(status / 100 == 2 ? null : "it answered " + status);
            if (later) {
                return;
            }
            observations.taken();
        }
    }

    /** The status of the answer; 0 if there was none. */
    private int sent(byte[] body) throws InterruptedException {
        try {
            return service.send(PATH, body);
        } catch (IOException e) {
            said(String.valueOf(e));
            return 0;
        }
    }

    private void said(@Nullable String fault) {
        if (fault != null && !failing) {
            log.warn("The reputation service at {} does not take observations: {}", service.service(), fault);
        } else if (fault == null && failing) {
            log.info("The reputation service takes observations again");
        }
        failing = fault != null;
    }

    @Override
    public BackgroundThread thread() {
        return thread;
    }
}
