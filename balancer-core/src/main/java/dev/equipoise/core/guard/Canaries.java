package dev.equipoise.core.guard;

import dev.equipoise.core.membership.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which request tries out which worker in quarantine: one in a hundred by chance; and at least one for each worker every two
 * seconds, as far as one request in ten is enough for that. One thread retains, any thread asks for the next.
 */
final class Canaries {

    private static final double CHANCE = 0.01;
    private static final long EVERY = Duration.ofSeconds(2).toNanos();
    private static final int BETWEEN = 10;

    private final Supplier<RandomGenerator> random;
    private final Map<String, AtomicLong> last = new ConcurrentHashMap<>();
    private final AtomicInteger since = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();

    Canaries(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    void retain(List<Worker> quarantined, long now) {
        last.keySet().retainAll(quarantined.stream().map(Worker::id).collect(Collectors.toSet()));
        quarantined.forEach(worker -> last.computeIfAbsent(worker.id(), id -> new AtomicLong(now)));
    }

    /** Whom this request tries out; null for nobody. */
    @Nullable
    Worker next(List<Worker> quarantined, long now) {
        RandomGenerator bits = random.get();
        if (bits.nextDouble() < CHANCE) {
            Worker drawn = quarantined.get(bits.nextInt(quarantined.size()));
            AtomicLong before = last.get(drawn.id());
            if (before != null) {
                before.set(now);
            }
            return drawn;
        }
        if (since.incrementAndGet() < BETWEEN) {
            return null;
        }
        // One is looked at each time, so that a pick costs the same however many are in quarantine.
        Worker next = quarantined.get(Math.floorMod(turn.getAndIncrement(), quarantined.size()));
        AtomicLong before = last.get(next.id());
        long seen = before == null ? now : before.get();
        if (before == null || now - seen < EVERY || !before.compareAndSet(seen, now)) {
            return null;
        }
        since.set(0);
        return next;
    }
}
