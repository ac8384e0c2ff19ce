package dev.equipoise.reputation.owner;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Runs the rounds of an {@link OwnerLoop}, on a thread of its own. */
public final class OwnerThread implements SmartLifecycle {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OwnerLoop loop;
    private volatile @Nullable ScheduledExecutorService thread;

    public OwnerThread(OwnerLoop loop) {
        this.loop = loop;
    }

    @Override
    public void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread owner = new Thread(task, "reputation-owner");
            owner.setDaemon(true);
            return owner;
        });
        executor.scheduleWithFixedDelay(loop::round, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        thread = executor;
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = thread;
        thread = null;
        if (executor == null) {
            return;
        }
        executor.execute(loop::stop);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
