package dev.equipoise.gateway.balancing;

import dev.equipoise.core.policy.Explanation;
import dev.equipoise.core.policy.PickTrace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Has a share of all requests explained and keeps the last {@value #KEPT} explanations of each service. Any thread may call
 * any method; a request that is not chosen costs one comparison, or one random number.
 */
public final class ExplainedPicks {

    static final int KEPT = 100;

    private final double share;
    private final Supplier<RandomGenerator> random;
    private final InstantSource clock;
    /** Guarded by this: oldest first, by service. */
    private final Map<String, Deque<ExplainedPick>> last = new HashMap<>();

    /** @param share of the requests, in [0, 1] */
    public ExplainedPicks(double share, Supplier<RandomGenerator> random, InstantSource clock) {
        this.share = share;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The picks of one request.
     *
     * @param at when it ended
     * @param policy of the service by then
     * @param tries how many workers got it
     * @param explanation of all its tries together; its worker is the last one that had it
     */
    public record ExplainedPick(Instant at, String policy, int tries, Explanation explanation) {}

    /** Where the picks of the next request are to be noted; null for all requests that nobody wants explained. */
    public @Nullable PickTrace trace() {
        return share > 0 && random.get().nextDouble() < share ? new PickTrace() : null;
    }

    /** Keeps an explanation, and forgets the oldest where there are too many. */
    public synchronized void add(String service, String policy, int tries, Explanation explanation) {
        Deque<ExplainedPick> picks = last.computeIfAbsent(service, name -> new ArrayDeque<>());
        if (picks.size() == KEPT) {
            picks.removeFirst();
        }
        picks.addLast(new ExplainedPick(clock.instant(), policy, tries, explanation));
    }

    /** The last ones of this service, oldest first. */
    public synchronized List<ExplainedPick> of(String service) {
        return List.copyOf(last.getOrDefault(service, new ArrayDeque<>()));
    }
}
