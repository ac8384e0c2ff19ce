package dev.equipoise.registry.lease;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.Leases.CallResult;
import dev.equipoise.core.registration.Leases.Callee;
import dev.equipoise.core.registration.Leases.Sweep;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Looks after the leases at a steady pace, for as long as heartbeats are taken: has those called who are STARTING or about
 * to be out, and takes out whose lease has ended. Every replica of the registry runs one; the store keeps them from doing
 * anything twice.
 */
public final class ExpirySweep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ExpirySweep.class);

    private final Leases leases;
    private final CallRound round;
    private final LeaseMetrics metrics;
    private final Duration interval;
    private volatile @Nullable ScheduledExecutorService thread;
    /** Written by one sweep at a time: the first, then those of the thread. */
    private boolean storeAway;

    private boolean preserving;

    public ExpirySweep(Leases leases, CallRound round, LeaseMetrics metrics, Duration interval) {
        this.leases = leases;
        this.round = round;
        this.metrics = metrics;
        this.interval = interval;
    }

    @Override
    public void start() {
        sweep();
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread sweeper = new Thread(task, "expiry-sweep");
            sweeper.setDaemon(true);
            return sweeper;
        });
        executor.scheduleWithFixedDelay(this::sweep, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        thread = executor;
    }

    /** One pass; package-private for tests. */
    void sweep() {
        try {
            Map<Callee, CallResult> results = round.call(leases.toCall());
            results.forEach((callee, result) -> {
                if (callee.starting() && result == CallResult.ANSWERED) {
                    leases.answered(callee.claims().id(), callee.epoch());
                    log.info(
                            "{} answers: it gets requests from now on",
                            callee.claims().id());
                }
            });
            swept(leases.expire(CallRound.late(results)));
            if (storeAway) {
                log.info("The store is back");
            }
            storeAway = false;
        } catch (StoreUnavailableException e) {
            if (storeAway) {
                log.debug("The store is still away", e);
            } else {
                log.warn("The store is away; no lease ends until it is back ({})", String.valueOf(e.getCause()));
            }
            storeAway = true;
        } catch (RuntimeException e) {
            // An exception would end the schedule for good.
            log.error("A sweep failed", e);
        }
    }

    private void swept(Sweep sweep) {
        metrics.swept(sweep);
        for (String id : sweep.out()) {
            log.warn("{} was not heard for the length of its lease: out", id);
        }
        if (sweep.preserving() != preserving) {
            preserving = sweep.preserving();
            if (preserving) {
                log.warn(
                        "{} leases ended at about the same time: silence expires nobody until they answer or are heard",
                        sweep.overdue() + sweep.out().size());
            } else {
                log.info("Self-preservation has ended");
            }
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = thread;
        thread = null;
        if (executor != null) {
            executor.shutdownNow();
            round.close();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /**
     * Just before the web server: the first pass gives a new store its birth, and what workers sign after that is younger
     * than the store.
     */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }
}
