package dev.equipoise.client.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads the fleet while the application runs: once before anything else starts, so that the first request finds its
 * workers, and then at a steady pace on a thread of its own. While nobody can tell, what was last heard stays. The first
 * failure is a WARN, its repeats are DEBUG, the recovery is INFO.
 */
public final class FleetRefresh implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FleetRefresh.class);
    private static final double SPREAD = 0.1;
    private static final long END_TIMEOUT_MILLIS = 200;

    private final FleetSource source;
    private final FleetView view;
    private final Duration interval;
    private final DoubleSupplier chance;

    // Written by the thread that starts and stops the context.
    private volatile @Nullable Thread thread;

    // Written by whoever refreshes: first the starting thread, then the refreshing one.
    private volatile boolean away;

    /**
     * @param interval pause between two reads; spread by ±10 %, so that clients that started together do not ask together
     * @param chance uniform in [0, 1)
     */
    public FleetRefresh(FleetSource source, FleetView view, Duration interval, DoubleSupplier chance) {
        this.source = source;
        this.view = view;
        this.interval = interval;
        this.chance = chance;
    }

    /** Reads once and blocks as long as that takes; a registry that is away does not keep the application from starting. */
    @Override
    public void start() {
        Thread next = new Thread(this::run, "equipoise-fleet");
        next.setDaemon(true);
        thread = next;
        try {
            refresh();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        next.start();
    }

    @Override
    public void stop() {
        Thread last = thread;
        thread = null;
        if (last == null) {
            return;
        }
        last.interrupt();
        try {
            last.join(END_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before all that sends requests, and after it at the end. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    /** A paused application still wants to know where to send when it goes on. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    /** Reads once. */
    void refresh() throws InterruptedException {
        try {
            view.accept(source.read());
            if (away) {
                away = false;
                log.info("The registry tells its workers again");
            }
        } catch (IOException | RuntimeException e) {
            // Runtime exceptions too: a listener that fails must not end the thread in silence.
            if (away) {
                log.debug("No list of workers: {}", e.getMessage());
            } else {
                away = true;
                log.warn("No list of workers, the last one stays: {}", e.getMessage());
            }
        }
    }

    private void run() {
        try {
            while (thread == Thread.currentThread()) {
                double spread = 1 - SPREAD + 2 * SPREAD * chance.getAsDouble();
                Thread.sleep(Math.round(interval.toMillis() * spread));
                refresh();
            }
        } catch (InterruptedException e) {
            // So stop() ends the loop, and with it the thread.
        }
    }
}
