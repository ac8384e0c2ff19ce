package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies that promise shares whatever the load, and whether requests without a key come out so. */
class DistributionTest {

    private static final int PICKS = 100_000;

    /** So many that 1 % of the lightest share, a tenth, is six standard deviations. */
    private static final int PICKS_FOR_ONE_PERCENT = 4_000_000;

    private final LoadTracker tracker = new PeakEwmaLoadTracker(new ManualClock());

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({
        "consistent-hash, 3, true",
        "maglev, 4, true",
        "modulo-hash, 5, true",
        "random, 1, false",
        "round-robin, 0, false",
        "weighted-random, 2, true",
        "weighted-round-robin, 0, true"
    })
    void sharesAreAsPromised(String policy, long seed, boolean weighted) {
        for (Fleet fleet : List.of(Fleets.weighted(1, 2, 3, 4), Fleets.weighted(0.5, 0.7, 0.8), Fleets.of(10))) {
            double[] weights = fleet.workers().stream()
                    .mapToDouble(worker -> weighted ? worker.weight() : 1)
                    .toArray();
            double total = 0;
            for (double weight : weights) {
                total += weight;
            }
            RandomGenerator random = new SplittableRandom(seed);
            Picker picker =
                    LoadBalancingPolicies.byName(policy, tracker, () -> random).pickerFor(fleet, null);

            double p = ChiSquare.pValue(counts(picker, fleet, PICKS), weights);
            System.out.printf("%s, seed %d, %d workers: p = %.3f%n", policy, seed, fleet.size(), p);
            assertThat(p).as("%s, seed %d, p", policy, seed).isGreaterThan(0.001);

            long[] counts = counts(picker, fleet, PICKS_FOR_ONE_PERCENT);
            for (int i = 0; i < counts.length; i++) {
                double fair = PICKS_FOR_ONE_PERCENT * weights[i] / total;
                assertThat((double) counts[i])
                        .as("%s, seed %d, requests of worker %d", policy, seed, i)
                        .isCloseTo(fair, within(0.01 * fair));
            }
        }
    }

    private static long[] counts(Picker picker, Fleet fleet, int picks) {
        long[] counts = new long[fleet.size()];
        for (int i = 0; i < picks; i++) {
            Worker picked = picker.pick(PickRequest.ANY);
            counts[fleet.workers().indexOf(picked)]++;
        }
        return counts;
    }
}
