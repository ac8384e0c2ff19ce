package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinTest extends LoadBalancingPolicyContractTest {

    private final LoadBalancingPolicy policy = policy(0);

    @Override
    boolean weighsLoad() {
        return false;
    }

    @Override
    String policyName() {
        return "round-robin";
    }

    @Override
    double tolerance() {
        // The order is strict: only an incomplete round and the gap of a worker that left make a difference.
        return 0.001;
    }

    @Override
    boolean honoursWeights() {
        return false;
    }

    @Test
    void workersAnswerInTheOrderOfRegistrationNotOfTheirNames() {
        Fleet fleet = fleet(10, 9, 2);
        Fleet reversed = Fleet.of(
                1,
                List.of(
                        Fleets.worker(1).withSequence(3),
                        Fleets.worker(2).withSequence(2),
                        Fleets.worker(3).withSequence(1)));
        assertThat(served(policy.pickerFor(fleet, null), 7)).containsExactly(2, 9, 10, 2, 9, 10, 2);
        assertThat(served(policy.pickerFor(reversed, null), 4)).containsExactly(3, 2, 1, 3);
    }

    @Test
    void workersOfTheSamePlaceAnswerInTheOrderOfTheirIds() {
        Fleet fleet = Fleet.of(
                1, List.of(Fleets.worker(2).withSequence(0), Fleets.worker(1).withSequence(0)));
        assertThat(served(policy.pickerFor(fleet, null), 4)).containsExactly(1, 2, 1, 2);
    }

    @Test
    void theOrderGoesOnWhenAWorkerJoins() {
        Picker before = policy.pickerFor(fleet(1, 2, 3), null);
        assertThat(served(before, 2)).containsExactly(1, 2);
        Picker after = policy.pickerFor(fleet(1, 2, 3, 4), before);
        assertThat(served(after, 6)).containsExactly(3, 4, 1, 2, 3, 4);
    }

    @Test
    void theOrderGoesOnBehindTheWorkerServedLastEvenIfThatOneLeft() {
        Picker before = policy.pickerFor(fleet(1, 2, 3, 4), null);
        assertThat(served(before, 2)).containsExactly(1, 2);
        Picker after = policy.pickerFor(fleet(1, 3, 4), before);
        assertThat(served(after, 4)).containsExactly(3, 4, 1, 3);
    }

    @Test
    void behindTheLastComesTheFirstEvenIfTheLastLeft() {
        Picker before = policy.pickerFor(fleet(1, 2, 3), null);
        assertThat(served(before, 3)).containsExactly(1, 2, 3);
        assertThat(served(policy.pickerFor(fleet(1, 2), before), 3)).containsExactly(1, 2, 1);
    }

    @Test
    void theOrderSurvivesManyChangesWithoutARequestInBetween() {
        Picker picker = policy.pickerFor(fleet(1, 2, 3), null);
        assertThat(served(picker, 1)).containsExactly(1);
        for (Fleet fleet : List.of(fleet(1, 3), Fleet.EMPTY, fleet(3), fleet(1, 2, 3))) {
            picker = policy.pickerFor(fleet, picker);
        }
        assertThat(served(picker, 3)).containsExactly(2, 3, 1);
    }

    @Test
    void aFirstPickerThatServedNobodyPassesOnTheStart() {
        Picker unused = policy.pickerFor(fleet(2, 3), policy.pickerFor(Fleet.EMPTY, null));
        assertThat(served(policy.pickerFor(fleet(1, 2, 3), unused), 3)).containsExactly(1, 2, 3);
    }

    @Test
    void aWorkerThatWasTriedIsPassedOverAndHasHadItsTurn() {
        Picker picker = policy.pickerFor(fleet(1, 2, 3), null);
        assertThat(number(picker.pick(PickRequest.ANY.without(List.of("w-1"))))).isEqualTo(2);
        assertThat(served(picker, 3)).containsExactly(3, 1, 2);
        assertThat(number(picker.pick(PickRequest.ANY.without(List.of("w-3", "w-1")))))
                .isEqualTo(2);
        assertThat(served(picker, 2)).containsExactly(3, 1);
    }

    private static Fleet fleet(int... numbers) {
        List<Worker> workers = new ArrayList<>();
        for (int number : numbers) {
            workers.add(Fleets.worker(number));
        }
        return Fleet.of(1, workers);
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
