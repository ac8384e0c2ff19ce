package dev.equipoise.http.trust;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Looks at the sources of keys at a steady pace: first before requests are taken, then on a thread of its own. */
final class TrustRefresh implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TrustRefresh.class);

    private final Enrolment enrolment;
    private final List<RevocationListener> listeners;
    private final Duration interval;
    private volatile @Nullable ScheduledExecutorService thread;
    /** Written by one look at a time. */
    private boolean failed;

    TrustRefresh(Enrolment enrolment, List<RevocationListener> listeners, Duration interval) {
        this.enrolment = enrolment;
        this.listeners = listeners;
        this.interval = interval;
    }

    @Override
    public void start() {
        look();
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread refresher = new Thread(task, "trust-refresh");
            refresher.setDaemon(true);
            return refresher;
        });
        executor.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        thread = executor;
    }

    private void look() {
        try {
            enrolment.refresh();
            listeners.forEach(listener -> listener.revoked(enrolment.revoked()));
            if (failed) {
                log.info("Keys and revocations are up to date again");
            }
            failed = false;
        } catch (StoreUnavailableException e) {
            // Whoever works on the store all the time says so, once.
            log.debug("Keys and revocations were not read: the store is away", e);
        } catch (RuntimeException e) {
            // An exception would end the schedule for good.
            if (!failed) {
                log.error("Keys and revocations stay as they were: they could not be read", e);
            }
            failed = true;
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = thread;
        thread = null;
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the web server. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }
}
