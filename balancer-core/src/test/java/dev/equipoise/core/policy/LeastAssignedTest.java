package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class LeastAssignedTest extends LoadBalancingPolicyContractTest {

    private final LoadBalancingPolicy policy = policy(0);

    @Override
    String policyName() {
        return "least-assigned";
    }

    @Override
    double tolerance() {
        // Counts differ by one request at most; a worker that comes back after a restart has no arrears.
        return 0.002;
    }

    @Test
    void equalsAreServedInTheOrderOfRegistration() {
        Fleet fleet = Fleet.of(
                1,
                List.of(
                        Fleets.worker(1).withSequence(3),
                        Fleets.worker(2).withSequence(2),
                        Fleets.worker(3).withSequence(1)));
        assertThat(served(policy.pickerFor(fleet, null), 7)).containsExactly(3, 2, 1, 3, 2, 1, 3);
    }

    @Test
    void theOneWithTheFewestTasksPerWeightIsNext() {
        assertThat(served(policy.pickerFor(Fleets.weighted(1, 2, 4), null), 14))
                .containsExactly(1, 2, 3, 3, 2, 3, 3, 1, 2, 3, 3, 2, 3, 3);
    }

    @Test
    void whoGotMoreByRetriesWaitsUntilTheOthersHaveAsMany() {
        Picker picker = policy.pickerFor(Fleets.of(3), null);
        for (int i = 0; i < 3; i++) {
            assertThat(number(picker.pick(PickRequest.ANY.without(List.of("w-1", "w-2")))))
                    .isEqualTo(3);
        }
        assertThat(served(picker, 8)).containsExactly(1, 2, 1, 2, 1, 2, 1, 2);
        assertThat(served(picker, 1)).containsExactly(3);
    }

    @Test
    void aNewcomerGetsItsTurnAndNotAllOfThem() {
        Picker before = policy.pickerFor(Fleets.of(2), null);
        assertThat(served(before, 1_001)).endsWith(1);
        Picker after = policy.pickerFor(Fleets.of(3), before);
        assertThat(served(after, 7)).containsExactly(2, 3, 1, 2, 3, 1, 2);
    }

    @Test
    void countsSurviveARefresh() {
        Picker before = policy.pickerFor(Fleets.of(3), null);
        assertThat(served(before, 2)).containsExactly(1, 2);
        Picker after = policy.pickerFor(Fleets.of(3), before);
        assertThat(served(after, 1)).containsExactly(3);
        assertThat(served(before, 1)).as("a late pick of the old picker").containsExactly(1);
        assertThat(served(after, 3)).containsExactly(2, 3, 1);
    }

    @Test
    void aWorkerWhoseWeightChangesKeepsItsPlace() {
        Picker before = policy.pickerFor(Fleets.weighted(1, 1), null);
        assertThat(served(before, 1_000)).hasSize(1_000);
        Picker after = policy.pickerFor(Fleets.weighted(1, 3), before);
        assertThat(served(after, 8)).containsExactly(1, 2, 2, 2, 1, 2, 2, 2);
    }

    @Test
    void threadsThatPickAtTheSameTimeDealOutEvenly() throws Exception {
        int threads = 4;
        int picks = 30_000;
        Picker picker = policy.pickerFor(Fleets.weighted(1, 2, 1, 1, 1), null);
        AtomicIntegerArray counts = new AtomicIntegerArray(5);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    for (int pick = 0; pick < picks; pick++) {
                        counts.incrementAndGet(number(picker.pick(PickRequest.ANY)) - 1);
                    }
                }));
            }
            for (Future<?> thread : running) {
                thread.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(counts).hasToString("[20000, 40000, 20000, 20000, 20000]");
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
