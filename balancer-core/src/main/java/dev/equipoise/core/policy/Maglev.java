package dev.equipoise.core.policy;

import dev.equipoise.core.hash.KeyTable;
import dev.equipoise.core.hash.MaglevTable;
import dev.equipoise.core.membership.Fleet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Each key to its worker in a {@link MaglevTable}, in proportion to the weights, whatever the load. When to use it: keys by
 * the million over hundreds of workers, where even shares and a fast pick count more than the keys that a change moves;
 * {@code consistent-hash} moves fewer and keeps a hot key from overloading its worker.
 *
 * <p>Example: one of ten equal workers leaves: its tenth of the keys moves, and 0.3 % of the keys of others do too.
 */
final class Maglev implements LoadBalancingPolicy {

    private final Supplier<RandomGenerator> random;

    Maglev(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    @Override
    public Picker pickerFor(Fleet fleet, @Nullable Picker previous) {
        KeyTable table = previous instanceof KeyedPicker keyed
                        && keyed.table() instanceof MaglevTable same
                        && keyed.hasSharesOf(fleet)
                ? same
                : MaglevTable.of(fleet);
        return new KeyedPicker(fleet, table, random);
    }
}
