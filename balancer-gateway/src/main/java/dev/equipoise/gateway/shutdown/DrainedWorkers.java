package dev.equipoise.gateway.shutdown;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.gateway.background.BackgroundThread;
import dev.equipoise.gateway.background.InBackground;
import java.time.Duration;
import java.util.function.Supplier;

/** Twice a second, tells the long-lived connections of workers that drain to go elsewhere. */
public final class DrainedWorkers implements InBackground {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final LongLived guests;
    private final Supplier<Fleet> fleet;
    private final BackgroundThread thread = new BackgroundThread("drained-workers", this::step);

    /** @param fleet of now */
    public DrainedWorkers(LongLived guests, Supplier<Fleet> fleet) {
        this.guests = guests;
        this.fleet = fleet;
    }

    private void step() throws InterruptedException {
        Thread.sleep(INTERVAL.toMillis());
        if (guests.count() > 0) {
            look();
        }
    }

    void look() {
        Fleet now = fleet.get();
        guests.leave(id -> {
            Worker worker = now.find(id);
            return worker != null && worker.status() == WorkerStatus.DRAINING;
        });
    }

    @Override
    public BackgroundThread thread() {
        return thread;
    }
}
