package dev.equipoise.gateway.reputation;

import dev.equipoise.core.reputation.Standing;
import dev.equipoise.core.reputation.TrustState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The standings as last heard, by worker id. {@link StandingFeed} writes, any thread reads. */
public final class FollowedStandings implements Supplier<Map<String, Standing>> {

    private volatile Map<String, Standing> standings = Map.of();
    private volatile @Nullable Instant awaySince;

    /** An immutable map, another one after each change. */
    @Override
    public Map<String, Standing> get() {
        return standings;
    }

    /** Since when nothing new can be heard; null while it can. */
    public @Nullable Instant awaySince() {
        return awaySince;
    }

    /** How many workers are in each state. */
    public Map<TrustState, Integer> counts() {
        Map<TrustState, Integer> counts = new EnumMap<>(TrustState.class);
        standings.values().forEach(standing -> counts.merge(standing.state(), 1, Integer::sum));
        return counts;
    }

    void accept(Map<String, Standing> next) {
        standings = Map.copyOf(next);
    }

    void away(@Nullable Instant since) {
        awaySince = since;
    }
}
