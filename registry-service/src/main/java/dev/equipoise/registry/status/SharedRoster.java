package dev.equipoise.registry.status;

import dev.equipoise.core.registration.Roster;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the whole roster for all who ask at about the same time. A reading is given out again for as long as no
 * worker changed, which one small read of the store tells, and for a while at most. So a list contains every change that
 * was accepted before the list was asked for, and its loads and lease ends are not older than that while: {@link #MIN_AGE},
 * or {@value #REST} times as long as the reading took, so that reading a large fleet does not become all that we do, but
 * never more than {@link #MAX_AGE}. The roster is read by one thread at a time; all who ask meanwhile share the reading
 * that begins next, or its failure. Any thread.
 */
final class SharedRoster {

    /** How long the loads and lease ends of a small fleet are good enough. */
    static final Duration MIN_AGE = Duration.ofMillis(250);

    /** A heartbeat, by default: loads are as old as that anyway. */
    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private static final int REST = 5;

    private final Roster roster;
    private final LongSupplier nanos;
    private final ReentrantLock reading = new ReentrantLock();
    /** How many readings have begun; written under the lock. */
    private volatile long begun;
    /** Written under the lock. */
    private volatile Reading last = new Reading(0, -1, 0, List.of(), null);

    /** @param nanos a clock that only goes forward, in nanoseconds */
    SharedRoster(Roster roster, LongSupplier nanos) {
        this.roster = roster;
        this.nanos = nanos;
    }

    /**
     * Every worker, those included that are down, sorted by id.
     *
     * @throws dev.equipoise.core.membership.StoreUnavailableException if the store is away
     */
    List<WorkerView> workers() {
        long version = roster.version();
        long begunBefore = begun;
        Reading now = last;
        if (shows(now, version)) {
            return now.workers();
        }
        reading.lock();
        try {
            // What began after the version was asked for is good enough whatever came of it.
            if (last.number <= begunBefore && !shows(last, version)) {
                last = read(++begun);
            }
            return last.workers();
        } finally {
            reading.unlock();
        }
    }

    private boolean shows(Reading now, long version) {
        return now.version >= version && nanos.getAsLong() - now.until <= 0;
    }

    private Reading read(long number) {
        long began = nanos.getAsLong();
        try {
            long version = roster.version();
            List<WorkerView> workers = Stream.concat(roster.members().stream(), roster.absent().stream())
                    .map(WorkerView::of)
                    .sorted(Comparator.comparing(WorkerView::id))
                    .toList();
            return new Reading(number, version, began + age(nanos.getAsLong() - began), workers, null);
        } catch (RuntimeException e) {
            return new Reading(number, -1, began, List.of(), e);
        }
    }

    private static long age(long took) {
        return Math.min(Math.max(MIN_AGE.toNanos(), REST * took), MAX_AGE.toNanos());
    }

    /**
     * @param number one more than that of the reading before
     * @param version what the workers contain for sure; -1 for none
     * @param until when it is too old
     * @param failure what came instead of the workers, or null
     */
    private record Reading(
            long number,
            long version,
            long until,
            List<WorkerView> workers,
            @Nullable RuntimeException failure) {

        @Override
        public List<WorkerView> workers() {
            if (failure != null) {
                throw failure;
            }
            return workers;
        }
    }
}
