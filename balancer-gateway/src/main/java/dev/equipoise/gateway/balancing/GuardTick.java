package dev.equipoise.gateway.balancing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Lets the guards look again twice a second, on a thread of its own: time and statistics change without a message. */
public final class GuardTick implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(GuardTick.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final ServiceBalancers balancers;
    private volatile @Nullable Disposable ticking;

    public GuardTick(ServiceBalancers balancers) {
        this.balancers = balancers;
    }

    @Override
    public void start() {
        Scheduler thread = Schedulers.newSingle("guard-tick", true);
        long millis = INTERVAL.toMillis();
        ticking = Disposables.composite(
                thread.schedulePeriodically(this::tick, millis, millis, TimeUnit.MILLISECONDS), thread);
    }

    private void tick() {
        try {
            balancers.reconsider();
        } catch (RuntimeException e) {
            // What failed once may work the next time; a task that throws would not be run again.
            log.error("The guards could not look", e);
        }
    }

    @Override
    public void stop() {
        Disposable running = ticking;
        ticking = null;
        if (running != null) {
            running.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return ticking != null;
    }
}
