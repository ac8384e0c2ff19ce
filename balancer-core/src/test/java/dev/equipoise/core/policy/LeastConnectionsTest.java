package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastConnectionsTest extends LoadBalancingPolicyContractTest {

    @Override
    String policyName() {
        return "least-connections";
    }

    @Override
    double tolerance() {
        // An idle fleet draws 30,000 times: 3 standard deviations of a tenth are 5 %. Under load whole requests are
        // divided by weights, and of 40 requests a worker of weight 1 in 11 has 3 or 4.
        return 0.06;
    }

    @Test
    void theWorkerWithTheFewestInFlightIsPicked() {
        Fleet fleet = Fleets.of(4);
        Picker picker = policy(1).pickerFor(fleet, null);
        start(fleet, 3, 1, 2, 2);
        assertThat(picker.pick(request()).id()).isEqualTo("w-2");
        assertThat(picker.pick(request().without(List.of("w-2"))).id()).isIn("w-3", "w-4");
    }

    @Test
    void requestsThatLastAreSpreadByWeight() {
        Fleet fleet = Fleets.weighted(1, 2, 4, 0.5);
        Picker picker = policy(2).pickerFor(fleet, null);
        for (int i = 0; i < 75; i++) {
            tracker.start(picker.pick(request()));
        }
        assertThat(fleet.workers().stream()
                        .map(worker -> tracker.of(worker.id()).inFlight()))
                .containsExactly(10, 20, 40, 5);
    }

    @Test
    void aWorkerThatFinishesSoonerGetsMore() {
        Fleet fleet = Fleets.of(2);
        Picker picker = policy(3).pickerFor(fleet, null);
        Call stuck = tracker.start(fleet.workers().get(0));
        for (int i = 0; i < 100; i++) {
            Worker picked = picker.pick(request());
            assertThat(picked.id()).isEqualTo("w-2");
            tracker.start(picked).succeeded();
        }
        stuck.succeeded();
        assertThat(picker.pick(request())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void tiesAreBrokenFairlyWhereverTheEqualsStand(long seed) {
        Fleet fleet = Fleets.of(6);
        Picker picker = policy(seed).pickerFor(fleet, null);
        start(fleet, 1, 0, 1, 1, 0, 0);
        int[] picked = new int[6];
        for (int i = 0; i < 30_000; i++) {
            picked[fleet.workers().indexOf(picker.pick(request()))]++;
        }
        for (int index : new int[] {1, 4, 5}) {
            // 10,000 expected, standard deviation 82.
            assertThat((double) picked[index]).as("seed %d", seed).isCloseTo(10_000, within(400.0));
        }
    }

    private void start(Fleet fleet, int... inFlight) {
        for (int i = 0; i < inFlight.length; i++) {
            for (int j = 0; j < inFlight[i]; j++) {
                tracker.start(fleet.workers().get(i));
            }
        }
    }
}
