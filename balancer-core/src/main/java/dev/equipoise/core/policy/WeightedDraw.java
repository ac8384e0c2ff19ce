package dev.equipoise.core.policy;

import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws workers of a fleet at random, each with a probability in proportion to its weight, without replacement where
 * asked. Immutable; a draw takes O(log n) and allocates nothing.
 */
final class WeightedDraw {

    /** What a draw answers when nobody is left, and what to except when nobody is excepted. */
    static final int NOBODY = -1;

    /**
     * A draw that hits a worker already tried is repeated this often; after that the untried are added up in O(n).
     * Both ways give the same probabilities. Retries are rare and exclude few, so the second way is rarer still.
     */
    private static final int ATTEMPTS = 8;

    private final Worker[] workers;
    private final double[] weights;
    /** Entry i is the sum of the weights of workers 0 to i. */
    private final double[] sums;

    WeightedDraw(Fleet fleet) {
        this(fleet, Worker::weight);
    }

    /** Draws by weights of its own, all greater than 0. */
    WeightedDraw(Fleet fleet, ToDoubleFunction<Worker> weight) {
        workers = fleet.workers().toArray(new Worker[0]);
        weights = fleet.workers().stream().mapToDouble(weight).toArray();
        sums = new double[workers.length];
        double sum = 0;
        for (int i = 0; i < workers.length; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
    }

    double totalWeight() {
        return sums.length == 0 ? 0 : sums[sums.length - 1];
    }

    /** An untried worker, or null. */
    @Nullable
    Worker draw(RandomGenerator random, PickRequest request) {
        int drawn = draw(random, request.tried(), NOBODY);
        return drawn == NOBODY ? null : workers[drawn];
    }

    /** The index of an untried worker other than {@code excepted}, or {@link #NOBODY}. */
    int draw(RandomGenerator random, List<String> tried, int excepted) {
        if (workers.length == 0 || (workers.length == 1 && excepted == 0)) {
            return NOBODY;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int drawn = drawAny(random, excepted);
            if (tried.isEmpty() || !tried.contains(workers[drawn].id())) {
                return drawn;
            }
        }
        return drawAmongUntried(random, tried, excepted);
    }

    private int drawAny(RandomGenerator random, int excepted) {
        if (excepted == NOBODY) {
            return indexAt(random.nextDouble() * totalWeight());
        }
        // The excepted worker's stretch is cut out: what lies behind it is shifted by its length.
        double weight = weights[excepted];
        double before = sums[excepted] - weight;
        double at = random.nextDouble() * (totalWeight() - weight);
        int drawn = indexAt(at < before ? at : at + weight);
        if (drawn != excepted) {
            return drawn;
        }
        // Rounding at the edge of the stretch: one draw in some 2^50.
        return excepted + 1 < workers.length ? excepted + 1 : excepted - 1;
    }

    private int indexAt(double at) {
        int found = Arrays.binarySearch(sums, at);
        return Math.min(found >= 0 ? found + 1 : -found - 1, workers.length - 1);
    }

    private int drawAmongUntried(RandomGenerator random, List<String> tried, int excepted) {
        int drawn = NOBODY;
        double sum = 0;
        for (int i = 0; i < workers.length; i++) {
            if (i != excepted && !tried.contains(workers[i].id())) {
                // Reservoir sampling: the newcomer replaces the one drawn with its share of the weight seen so far.
                sum += weights[i];
                if (random.nextDouble() * sum < weights[i]) {
                    drawn = i;
                }
            }
        }
        return drawn;
    }
}
