package dev.equipoise.core.policy;

import dev.equipoise.core.hash.ModuloTable;
import dev.equipoise.core.membership.Fleet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Each key to worker number hash mod n of the n workers in the order of their ids, whatever their weights and loads. When
 * to use it: hardly ever; it is here to show what it costs when n changes, and for fleets that never do.
 *
 * <p>Example: of ten workers one leaves, and 90 % of the keys move ({@code consistent-hash} moves 10 %).
 */
final class ModuloHash implements LoadBalancingPolicy {

    private final Supplier<RandomGenerator> random;

    ModuloHash(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public Thinning thinning() {
        return Thinning.BY_KEY;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        return new KeyedPicker(fleet, ModuloTable.of(fleet), random);
    }
}
