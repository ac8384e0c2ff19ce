package dev.equipoise.reputation.standings;

import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.Standings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One reading of all standings for all who ask within the same half second. Any thread. */
public final class SharedStandings {

    static final Duration AGE = Duration.ofMillis(500);

    private final Standings standings;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Reading last;

    public SharedStandings(Standings standings, InstantSource clock) {
        this.standings = standings;
        this.clock = clock;
    }

    private record Reading(long at, List<Standing> standings) {}

    /** Sorted by worker. @throws dev.equipoise.core.membership.StoreUnavailableException if the store is away */
    public List<Standing> all() {
        List<Standing> now = fresh();
        if (now != null) {
            return now;
        }
        reading.lock();
        try {
            List<Standing> meanwhile = fresh();
            if (meanwhile != null) {
                return meanwhile;
            }
            List<Standing> sorted = standings.snapshot().standings().stream()
                    .sorted(Comparator.comparing(Standing::worker))
                    .toList();
            last = new Reading(clock.millis(), sorted);
            return sorted;
        } finally {
            reading.unlock();
        }
    }

    private @Nullable List<Standing> fresh() {
        Reading reading = last;
        return reading != null && Math.abs(clock.millis() - reading.at()) < AGE.toMillis() ? reading.standings() : null;
    }
}
