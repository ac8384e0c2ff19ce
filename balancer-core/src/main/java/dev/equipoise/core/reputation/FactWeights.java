package dev.equipoise.core.reputation;

import java.util.EnumMap;
import java.util.Map;

/** What each type of fact adds. A type without a weight adds nothing. */
public final class FactWeights {

    private static final double RESTLESS = 1000;
    private static final double MOVED = 500;

    /** The model's own numbers. */
    public static final FactWeights DEFAULT = new FactWeights(Map.of());

    private final Map<FactType, Effect> effects = new EnumMap<>(FactType.class);

    /** @param other what differs from {@link #DEFAULT} */
    public FactWeights(Map<FactType, Effect> other) {
        effects.put(FactType.ENROLLED, Effect.debt(20));
        effects.put(FactType.LEASE_LOST, Effect.behaviour(2).withFlap(RESTLESS));
        effects.put(FactType.ABSENT_10M, Effect.behaviour(2));
        effects.put(FactType.ABSENT_1H, Effect.behaviour(4));
        effects.put(FactType.ABSENT_24H, Effect.behaviour(7));
        effects.put(FactType.ADDRESS_CHANGED, Effect.NONE.withFlap(MOVED));
        effects.put(FactType.ADDRESS_UNANNOUNCED, Effect.proven(10).withFlap(MOVED));
        effects.put(FactType.OUTLIER, Effect.behaviour(4));
        effects.put(FactType.LIED_UP, Effect.behaviour(4));
        effects.put(FactType.FRAMING, Effect.proven(10));
        effects.put(FactType.SCOPE_ABUSE, Effect.proven(25));
        effects.put(FactType.HONEY, Effect.proven(25));
        effects.put(FactType.FLOODING, Effect.behaviour(3));
        effects.put(FactType.MALFORMED, Effect.behaviour(2));
        effects.put(FactType.REWARD_1D, Effect.credit(1));
        effects.put(FactType.REWARD_7D, Effect.credit(8));
        effects.put(FactType.REWARD_10D, Effect.credit(6));
        effects.put(FactType.REWARD_30D, Effect.credit(20));
        effects.putAll(other);
    }

    public Effect of(FactType type) {
        return effects.getOrDefault(type, Effect.NONE);
    }
}
