package dev.equipoise.core.policy;

import dev.equipoise.core.load.LoadTracker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** All policies by their names: the only door to them. A new policy is one line here. */
public final class LoadBalancingPolicies {

    /** The policy of services that name none. */
    public static final String DEFAULT = "adaptive";

    private static final Map<String, Maker> MAKERS = new TreeMap<>(Map.ofEntries(
            Map.entry("adaptive", Adaptive::new),
            Map.entry("consistent-hash", ConsistentHash::new),
            Map.entry("least-assigned", (tracker, random) -> new LeastAssigned()),
            Map.entry("least-connections", LeastConnections::new),
            Map.entry("least-response-time", LeastResponseTime::new),
            Map.entry("maglev", (tracker, random) -> new Maglev(random)),
            Map.entry("modulo-hash", (tracker, random) -> new ModuloHash(random)),
            Map.entry("prequal", Prequal::new),
            Map.entry("random", (tracker, random) -> new UniformRandom(random)),
            Map.entry("round-robin", (tracker, random) -> new RoundRobin()),
            Map.entry("weighted-random", (tracker, random) -> new WeightedRandom(random)),
            Map.entry("weighted-round-robin", (tracker, random) -> new WeightedRoundRobin()),
            Map.entry("weighted-score", (tracker, random) -> weightedScore(ScoreWeights.DEFAULT, tracker, random))));

    private LoadBalancingPolicies() {}

    /** The names that {@link #byName} knows, in alphabetical order. */
    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    /**
     * A new policy with no state of its own.
     *
     * @param tracker how loaded each worker is; its statistics must be those of the requests that the pickers place
     * @param random gives the calling thread a source of randomness; called on every pick by any thread, so it should
     *     neither lock nor allocate
     * @throws IllegalArgumentException if there is no policy of this name; the message lists those there are
     */
    public static LoadBalancingPolicy byName(String name, LoadTracker tracker, Supplier<RandomGenerator> random) {
        Maker maker = MAKERS.get(name);
        if (maker == null) {
            throw new IllegalArgumentException(
                    "there is no load-balancing policy \"" + name + "\"; there are " + String.join(", ", names()));
        }
        return maker.make(tracker, random);
    }

    /** The policy {@code weighted-score} with other weights than {@link #byName} gives it; the rest is as there. */
    public static LoadBalancingPolicy weightedScore(
            ScoreWeights weights, LoadTracker tracker, Supplier<RandomGenerator> random) {
        return new WeightedScore(weights, tracker, random);
    }

    private interface Maker {
        LoadBalancingPolicy make(LoadTracker tracker, Supplier<RandomGenerator> random);
    }
}
