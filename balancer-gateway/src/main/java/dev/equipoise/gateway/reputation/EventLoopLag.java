package dev.equipoise.gateway.reputation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How long event loops let tasks wait. One thread looks and asks; the loops answer. */
final class EventLoopLag {

    private static final long NONE = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final List<Probe> probes = new ArrayList<>();
    private final AtomicLong worst = new AtomicLong();

    /** @param loops each runs its tasks on one thread */
    EventLoopLag(Iterable<? extends Executor> loops, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        loops.forEach(loop -> probes.add(new Probe(loop)));
    }

    /** A task in each loop that has none of the last look. */
    void look() {
        probes.forEach(Probe::send);
    }

    /** The longest since last asked. */
    Duration worst() {
        probes.forEach(Probe::measure);
        return Duration.ofNanos(worst.getAndSet(0));
    }

    private final class Probe {
        private final Executor loop;
        private final AtomicLong sentAt = new AtomicLong(NONE);

        Probe(Executor loop) {
            this.loop = loop;
        }

        void send() {
            if (sentAt.compareAndSet(NONE, nanoTime.getAsLong())) {
                try {
                    loop.execute(this::arrived);
                } catch (RuntimeException shutDown) {
                    sentAt.set(NONE);
                }
            }
        }

        void arrived() {
            measure();
            sentAt.set(NONE);
        }

        void measure() {
            long sent = sentAt.get();
            if (sent != NONE) {
                worst.accumulateAndGet(nanoTime.getAsLong() - sent, Math::max);
            }
        }
    }
}
