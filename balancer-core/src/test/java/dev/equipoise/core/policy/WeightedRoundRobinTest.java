package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedRoundRobinTest extends LoadBalancingPolicyContractTest {

    private final LoadBalancingPolicy policy = policy(0);

    @Override
    String policyName() {
        return "weighted-round-robin";
    }

    @Override
    double tolerance() {
        // Only an incomplete cycle and the gap of a worker that left make a difference.
        return 0.001;
    }

    @Override
    boolean weighsLoad() {
        return false;
    }

    @Test
    void turnsInterleaveAsInNginx() {
        Picker picker = policy.pickerFor(Fleets.weighted(5, 1, 1), null);
        assertThat(served(picker, 14)).containsExactly(1, 1, 2, 1, 3, 1, 1, 1, 1, 2, 1, 3, 1, 1);
        assertThat(served(policy.pickerFor(Fleets.weighted(0.4, 0.3, 0.2, 0.1), null), 10))
                .containsExactly(1, 2, 3, 1, 2, 4, 1, 3, 2, 1);
    }

    @Test
    void equalWeightsAnswerInTheOrderOfRegistration() {
        Fleet fleet = Fleet.of(
                1,
                List.of(
                        Fleets.worker(1).withSequence(3),
                        Fleets.worker(2).withSequence(2),
                        Fleets.worker(3).withSequence(1)));
        assertThat(served(policy.pickerFor(fleet, null), 7)).containsExactly(3, 2, 1, 3, 2, 1, 3);
    }

    @Test
    void weightsWithACommonUnitComeOutExactlyInEveryCycle() {
        Picker picker = policy.pickerFor(Fleets.weighted(0.5, 1.25, 0.01, 3), null);
        for (int cycle = 0; cycle < 100; cycle++) {
            int[] counts = new int[4];
            served(picker, 476).forEach(number -> counts[number - 1]++);
            assertThat(counts).containsExactly(50, 125, 1, 300);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverTheWeightsNobodyIsEverOffByMoreThanThreeRequests(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] weights = random.doubles(2 + random.nextInt(12))
                .map(uniform -> Math.max(Worker.MIN_WEIGHT, Math.pow(10, 4 * uniform - 2)))
                .toArray();
        double total = Arrays.stream(weights).sum();
        Picker picker = policy.pickerFor(Fleets.weighted(weights), null);
        int[] counts = new int[weights.length];
        double mostOff = 0;
        for (int picks = 1; picks <= 400_000; picks++) {
            counts[number(picker.pick(PickRequest.ANY)) - 1]++;
            for (int i = 0; i < counts.length; i++) {
                mostOff = Math.max(mostOff, Math.abs(counts[i] - picks * weights[i] / total));
            }
        }
        System.out.printf(
                "weighted-round-robin, seed %d, %d workers: off by %.2f at most%n", seed, counts.length, mostOff);
        assertThat(mostOff).as("seed %d", seed).isLessThan(3);
    }

    @Test
    void theLightestOfWorkersAHundredThousandTimesHeavierGetsItsShare() {
        double[] weights = {1000, 1000, 0.01, 1000};
        Picker picker = policy.pickerFor(Fleets.weighted(weights), null);
        int picks = 3_000_010;
        int lightest = 0;
        for (int i = 0; i < picks; i++) {
            lightest += number(picker.pick(PickRequest.ANY)) == 3 ? 1 : 0;
        }
        assertThat(lightest).isBetween(9, 11);
    }

    @Test
    void aBigFleetIsServedByWeight() {
        double[] weights =
                IntStream.range(0, 5_000).mapToDouble(i -> 1 + i % 3 * 0.37).toArray();
        Fleet fleet = Fleets.weighted(weights);
        Picker picker = policy.pickerFor(fleet, null);
        double total = Arrays.stream(weights).sum();
        int[] counts = new int[weights.length];
        for (int i = 0; i < total * 200; i++) {
            counts[number(picker.pick(PickRequest.ANY)) - 1]++;
        }
        for (int i = 0; i < counts.length; i++) {
            assertThat((double) counts[i]).as("worker %d", i).isCloseTo(200 * weights[i], within(4.0));
        }
    }

    @Test
    void theOrderGoesOnWhenNothingThatMattersChanges() {
        Picker picker = policy.pickerFor(Fleets.weighted(5, 1, 1), null);
        List<Integer> served = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            served.addAll(served(picker, 1));
            picker = policy.pickerFor(Fleets.weighted(5, 1, 1), picker);
        }
        assertThat(served).containsExactly(1, 1, 2, 1, 3, 1, 1, 1, 1, 2, 1, 3, 1, 1);
    }

    @Test
    void aNewcomerIsWovenIn() {
        Picker picker = policy.pickerFor(Fleets.of(3), null);
        assertThat(served(picker, 2)).containsExactly(1, 2);
        picker = policy.pickerFor(Fleets.of(4), picker);
        assertThat(served(picker, 20)).containsExactly(3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 70})
    void aFleetThatChangesAllTheTimeStarvesNobodyWhoStays(int picksBetween) {
        for (double[] weights :
                List.of(new double[] {100, 1, 1, 3, 10}, new double[] {Math.PI, 0.1, Math.E, 1 / 9.0, 2})) {
            Fleet whole = Fleets.weighted(weights);
            Fleet rest = Fleets.without(whole, "w-5");
            int[] counts = new int[weights.length];
            Picker picker = null;
            for (int change = 0; change < 1_000; change++) {
                picker = policy.pickerFor(change % 2 == 0 ? whole : rest, picker);
                for (int i = 0; i < picksBetween; i++) {
                    counts[number(picker.pick(PickRequest.ANY)) - 1]++;
                }
            }
            int stayers = 1_000 * picksBetween - counts[4];
            double total = Arrays.stream(weights).limit(4).sum();
            for (int i = 0; i < 4; i++) {
                double fair = stayers * weights[i] / total;
                assertThat((double) counts[i]).as("worker %d", i + 1).isCloseTo(fair, within(0.05 * fair + 2));
            }
        }
    }

    @Test
    void aTriedWorkerHasHadItsTurnAndTheNextOneKeepsHis() {
        Picker picker = policy.pickerFor(Fleets.of(3), null);
        assertThat(number(picker.pick(PickRequest.ANY.without(List.of("w-1"))))).isEqualTo(2);
        assertThat(served(picker, 3)).containsExactly(2, 3, 1);
    }

    private static List<Integer> served(Picker picker, int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(number(picker.pick(PickRequest.ANY)));
        }
        return numbers;
    }

    private static int number(Worker worker) {
        return Integer.parseInt(worker.id().substring(2));
    }
}
