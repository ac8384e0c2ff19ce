package dev.equipoise.registry.events;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/** The one thread of this replica that follows the change log. While the store is away it keeps trying. */
final class EventThread implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventThread.class);
    /** Less than the time Redis commands have, which holds for waiting ones, too. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ChangeFollower follower;
    private final EventFeed feed;
    private volatile @Nullable Thread thread;

    EventThread(ChangeFollower follower, EventFeed feed) {
        this.follower = follower;
        this.feed = feed;
    }

    @Override
    public void start() {
        // The first step here: who sees the registry ready finds the stream ready.
        step(Duration.ofMillis(1));
        Thread following = new Thread(this::follow, "change-events");
        following.setDaemon(true);
        thread = following;
        following.start();
    }

    private void follow() {
        while (Thread.currentThread() == thread) {
            if (!step(WAIT)) {
                pause();
            }
        }
    }

    /** Whether the store was there. */
    private boolean step(Duration wait) {
        try {
            follower.advance(wait);
            return true;
        } catch (StoreUnavailableException e) {
            // The sweep says so, once.
            log.debug("The store is away; no events until it is back", e);
        } catch (RuntimeException e) {
            log.error("The change log could not be followed", e);
        }
        return false;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread = null;
        }
    }

    @Override
    public void stop() {
        Thread following = thread;
        thread = null;
        if (following != null) {
            following.interrupt();
        }
        feed.stop();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Stops just before the web server waits for its open requests, of which the streams would not end otherwise. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 1;
    }
}
