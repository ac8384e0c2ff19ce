package dev.equipoise.gateway.fleet;

import dev.equipoise.core.membership.FleetFollower;
import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.gateway.background.BackgroundThread;
import dev.equipoise.gateway.background.InBackground;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * The one thread that follows the change log. While the store is away it keeps trying and the fleet stays as it was. The
 * web server starts after the first fleet is there, or after {@link #FIRST} without a store: who accepts connections
 * should know where to send the requests.
 */
public final class FleetFeed implements InBackground {

    private static final Logger log = LoggerFactory.getLogger(FleetFeed.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration FIRST = Duration.ofSeconds(3);

    private final FleetFollower follower;
    private final InstantSource clock;
    private final CountDownLatch firstFleet = new CountDownLatch(1);
    private final BackgroundThread thread = new BackgroundThread("fleet-feed", this::follow);
    private volatile @Nullable Instant lastHeard;
    /** Written by the following thread only. */
    private volatile @Nullable Instant awaySince;

    public FleetFeed(FleetFollower follower, InstantSource clock) {
        this.follower = follower;
        this.clock = clock;
    }

    /** When the store last answered; null if it never did. */
    public @Nullable Instant lastHeard() {
        return lastHeard;
    }

    /** Since when the store is away; null while it answers. */
    public @Nullable Instant awaySince() {
        return awaySince;
    }

    @Override
    public void start() {
        thread.start();
        try {
            if (!firstFleet.await(FIRST.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("No fleet yet; starting without one");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before the web server. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }

    private void follow() throws InterruptedException {
        try {
            follower.advance(WAIT);
            heard();
        } catch (StoreUnavailableException e) {
            away(e);
        } catch (RuntimeException e) {
            log.error("The fleet could not be brought up to date", e);
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void heard() {
        lastHeard = clock.instant();
        firstFleet.countDown();
        if (awaySince != null) {
            log.info("The store is back");
            awaySince = null;
        }
    }

    private void away(StoreUnavailableException e) throws InterruptedException {
        if (!thread.isRunning()) {
            return;
        }
        if (awaySince == null) {
            awaySince = clock.instant();
            log.warn("The store is away; routing goes on with the last fleet ({})", String.valueOf(e.getCause()));
        } else {
            log.debug("The store is still away", e);
        }
        Thread.sleep(PAUSE.toMillis());
    }

    @Override
    public BackgroundThread thread() {
        return thread;
    }
}
