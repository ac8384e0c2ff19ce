package dev.equipoise.gateway.reputation;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.core.reputation.TrustState;
import dev.equipoise.gateway.background.BackgroundThread;
import dev.equipoise.gateway.background.InBackground;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * The one thread that follows the standings. While the store is away it keeps trying and the standings stay as they were. The
 * web server starts after the first ones are there, or after {@link #FIRST}.
 */
public final class StandingFeed implements InBackground {

    private static final Logger log = LoggerFactory.getLogger(StandingFeed.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int NAMED = 10;

    private final Standings store;
    private final FollowedStandings followed;
    private final Runnable changed;
    private final InstantSource clock;
    private final CountDownLatch first = new CountDownLatch(1);
    private final BackgroundThread thread = new BackgroundThread("standing-feed", this::follow);
    /** Written by the following thread only; null before the first snapshot. */
    private @Nullable Long version;

    /** @param changed run by the following thread after each change */
    public StandingFeed(Standings store, FollowedStandings followed, Runnable changed, InstantSource clock) {
        this.store = store;
        this.followed = followed;
        this.changed = changed;
        this.clock = clock;
    }

    private void follow() throws InterruptedException {
        try {
            advance();
            first.countDown();
            if (followed.awaySince() != null) {
                log.info("The store of standings is back");
                followed.away(null);
            }
        } catch (StoreUnavailableException e) {
            away(e);
        } catch (RuntimeException e) {
            log.error("The standings could not be brought up to date", e);
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** One step: the snapshot first, then what changed behind it. */
    void advance() {
        Long behind = version;
        if (behind == null) {
            Standings.Snapshot snapshot = store.snapshot();
            accept(byId(snapshot.standings()));
            version = snapshot.version();
            return;
        }
        Standings.Changes changes = store.after(behind, WAIT);
        if (changes.whole() || !changes.changed().isEmpty() || !changes.gone().isEmpty()) {
            Map<String, Standing> next = changes.whole() ? new HashMap<>() : new HashMap<>(followed.get());
            next.keySet().removeAll(changes.gone());
            next.putAll(byId(changes.changed()));
            accept(next);
        }
        version = changes.version();
    }

    private void accept(Map<String, Standing> next) {
        Map<String, Standing> before = followed.get();
        if (next.equals(before)) {
            return;
        }
        report(before, next);
        followed.accept(next);
        changed.run();
    }

    private static Map<String, Standing> byId(Collection<Standing> standings) {
        Map<String, Standing> byId = new HashMap<>();
        standings.forEach(standing -> byId.put(standing.worker(), standing));
        return byId;
    }

    private static void report(Map<String, Standing> before, Map<String, Standing> next) {
        List<Standing> turned = next.values().stream()
                .filter(standing -> state(standing).isUsable()
                        != state(before.get(standing.worker())).isUsable())
                .toList();
        turned.stream()
                .limit(NAMED)
                .forEach(standing -> log.info(
                        "{} is {}{}",
                        standing.worker(),
                        standing.state(),
                        standing.why().isEmpty() ? "" : ": " + standing.why()));
        if (turned.size() > NAMED) {
            log.info("and {} more changed their standing", turned.size() - NAMED);
        }
    }

    private static TrustState state(@Nullable Standing standing) {
        return standing == null ? TrustState.ACTIVE : standing.state();
    }

    private void away(StoreUnavailableException e) throws InterruptedException {
        if (!thread.isRunning()) {
            return;
        }
        if (followed.awaySince() == null) {
            followed.away(clock.instant());
            log.warn("The store of standings is away; the last ones hold ({})", String.valueOf(e.getCause()));
        } else {
            log.debug("The store of standings is still away", e);
        }
        Thread.sleep(PAUSE.toMillis());
    }

    @Override
    public void start() {
        thread.start();
        try {
            if (!first.await(FIRST.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("No standings yet; starting without them");
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

    @Override
    public BackgroundThread thread() {
        return thread;
    }
}
