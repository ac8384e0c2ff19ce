package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Fleet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Anybody, each with a probability in proportion to its weight, whatever the loads. When to use it: workers of known and
 * different sizes, and senders so many that no sender's own counts say much.
 *
 * <p>Example: of weights 3 and 1 the first gets 75 % of the requests, in no order: 100 requests are 75 ± 4.
 */
final class WeightedRandom implements LoadBalancingPolicy {

    private final Supplier<RandomGenerator> random;

    WeightedRandom(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        WeightedDraw draw = new WeightedDraw(fleet);
        return request -> draw.draw(random.get(), request);
    }
}
