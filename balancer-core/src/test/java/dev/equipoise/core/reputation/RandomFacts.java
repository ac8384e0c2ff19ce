package dev.equipoise.core.reputation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Facts as chance has them. */
final class RandomFacts {

    static final Set<FactType> REWARDS =
            EnumSet.of(FactType.REWARD_1D, FactType.REWARD_7D, FactType.REWARD_10D, FactType.REWARD_30D);

    static final Set<FactType> AGAINST = EnumSet.of(
            FactType.LEASE_LOST,
            FactType.ABSENT_10M,
            FactType.ABSENT_1H,
            FactType.ABSENT_24H,
            FactType.ADDRESS_CHANGED,
            FactType.ADDRESS_UNANNOUNCED,
            FactType.EQUIVOCATED,
            FactType.OUTLIER,
            FactType.LIED_UP,
            FactType.FRAMING,
            FactType.SCOPE_ABUSE,
            FactType.HONEY,
            FactType.FLOODING,
            FactType.MALFORMED);

    private static final FactType[] ALL = FactType.values();

    private final SplittableRandom random;
    private final long span;
    private int number;

    RandomFacts(SplittableRandom random) {
        this.random = random;
        Duration[] spans = {Duration.ofMinutes(20), Duration.ofDays(1), Duration.ofDays(60)};
        this.span = spans[random.nextInt(spans.length)].toMillis();
    }

    /** A moment after {@link Life#START}. */
    long moment() {
        return Life.START + random.nextLong(span);
    }

    /** A while of the size of the whole history. */
    long spell() {
        return random.nextLong(span);
    }

    /** Up to {@code most} of all types, by time. */
    List<Fact> some(String worker, int most) {
        List<Fact> facts = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            facts.add(any(worker, moment()));
        }
        facts.sort(Fact.ORDER);
        return facts;
    }

    /** Any type but, nineteen times of twenty, a pardon. */
    Fact any(String worker, long at) {
        FactType type = ALL[random.nextInt(ALL.length)];
        if (type == FactType.PARDONED && random.nextInt(20) > 0) {
            type = FactType.JOINED;
        }
        return of(worker, at, type);
    }

    Fact oneOf(Set<FactType> types, String worker, long at) {
        return of(worker, at, List.copyOf(types).get(random.nextInt(types.size())));
    }

    /** With the usual effect, and now and then with a large one of the same kind. */
    Fact of(String worker, long at, FactType type) {
        Effect usual = FactWeights.DEFAULT.of(type);
        double times = random.nextInt(10) == 0 ? random.nextDouble(20) : 1;
        Effect effect = new Effect(
                usual.proven() * times,
                usual.behaviour() * times,
                usual.credit() * times,
                usual.debt() * times,
                usual.flap() * times);
        return of(worker, "", at, type, effect);
    }

    Fact of(String worker, String place, long at, FactType type, Effect effect) {
        String id = Integer.toString(random.nextInt(1 << 20), 36) + "-" + number++;
        return new Fact(id, at, worker, place, type, effect, "case", "test", null);
    }

    /** What was by {@code now}. */
    static List<Fact> until(List<Fact> facts, long now) {
        return facts.stream().filter(fact -> fact.at() <= now).toList();
    }

    static List<Fact> with(List<Fact> facts, Fact another) {
        List<Fact> more = new ArrayList<>(facts);
        more.add(another);
        return more;
    }
}
