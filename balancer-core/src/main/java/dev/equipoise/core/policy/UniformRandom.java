package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Fleet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Anybody, all with the same probability, whatever their weights and loads. When to use it: as the yardstick that any
 * other policy has to beat, or for equal workers and so many senders that no sender's own counts say much.
 */
final class UniformRandom implements LoadBalancingPolicy {

    private final Supplier<RandomGenerator> random;

    UniformRandom(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public Thinning thinning() {
        return Thinning.BY_CHANCE;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        WeightedDraw draw = new WeightedDraw(fleet, worker -> 1);
        return request -> draw.draw(random.get(), request);
    }
}
