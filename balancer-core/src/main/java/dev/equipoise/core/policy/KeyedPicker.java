package dev.equipoise.core.policy;

import dev.equipoise.core.hash.KeyTable;
import dev.equipoise.core.hash.StringHash;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Each key to its worker in a {@link KeyTable}. The next tries go to the owners of the positions that follow, the same
 * ones in the same order for the same key. A request without a key goes anywhere, in proportion to the weights.
 */
final class KeyedPicker implements Picker {

    private final List<Worker> workers;
    private final KeyTable table;
    private final WeightedDraw draw;
    private final Supplier<RandomGenerator> random;

    /** @param table of this fleet, or of another with the same ids and weights */
    KeyedPicker(Fleet fleet, KeyTable table, Supplier<RandomGenerator> random) {
        this.workers = fleet.workers();
        this.table = table;
        this.draw = new WeightedDraw(fleet);
        this.random = random;
    }

    KeyTable table() {
        return table;
    }

    /** Whether the table serves that fleet too: building one may be dear, and most changes touch no id and no weight. */
    boolean hasSharesOf(Fleet fleet) {
        boolean same = fleet.size() == workers.size();
        for (int i = 0; same && i < workers.size(); i++) {
            Worker theirs = fleet.workers().get(i);
            same = theirs.id().equals(workers.get(i).id())
                    && theirs.weight() == workers.get(i).weight();
        }
        return same;
    }

    @Override
    public @Nullable Worker pick(PickRequest request) {
        if (request.hashKey() == null) {
            return draw.draw(random.get(), request);
        }
        if (workers.isEmpty()) {
            return null;
        }
        int position = table.position(StringHash.of(request.hashKey()));
        Worker home = workers.get(table.owner(position));
        return request.tried().contains(home.id()) ? nextUntried(position, request.tried()) : home;
    }

    private @Nullable Worker nextUntried(int from, List<String> tried) {
        int position = from;
        for (int i = 1; i < table.size() && tried.size() < workers.size(); i++) {
            position = position + 1 == table.size() ? 0 : position + 1;
            Worker worker = workers.get(table.owner(position));
            if (!tried.contains(worker.id())) {
                return worker;
            }
        }
        // Among those tried may be some who left, and a very light worker may own no position.
        for (Worker worker : workers) {
            if (!tried.contains(worker.id())) {
                return worker;
            }
        }
        return null;
    }
}
