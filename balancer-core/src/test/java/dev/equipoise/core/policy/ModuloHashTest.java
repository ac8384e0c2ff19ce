package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuloHashTest extends LoadBalancingPolicyContractTest {

    @Override
    String policyName() {
        return "modulo-hash";
    }

    @Override
    double tolerance() {
        // 30,000 keys over ten workers: 3 standard deviations are 5 %.
        return 0.06;
    }

    @Override
    boolean honoursWeights() {
        return false;
    }

    @Override
    boolean weighsLoad() {
        return false;
    }

    @Test
    void aKeyStaysWithItsWorkerAndPickersAgree() {
        Fleet fleet = Fleets.of(10);
        LoadBalancingPolicy policy = policy(1);
        Picker here = policy.pickerFor(fleet, null);
        Picker rebuilt = policy.pickerFor(fleet, here);
        Picker elsewhere = policy(2).pickerFor(fleet, null);
        for (int key = 0; key < 1_000; key++) {
            PickRequest request = PickRequest.keyed("user-" + key);
            Worker home = here.pick(request);
            assertThat(here.pick(request)).isEqualTo(home);
            assertThat(rebuilt.pick(request)).isEqualTo(home);
            assertThat(elsewhere.pick(request)).isEqualTo(home);
        }
    }

    @Test
    void nextTriesOfAKeyGoTheSameWayEveryTimeAndVisitEveryWorkerOnce() {
        Fleet fleet = Fleets.of(7);
        for (int key = 0; key < 50; key++) {
            List<String> way = way(policy(1).pickerFor(fleet, null), "user-" + key, fleet.size());
            assertThat(way).doesNotHaveDuplicates().hasSize(7);
            assertThat(way(policy(2).pickerFor(fleet, null), "user-" + key, fleet.size()))
                    .isEqualTo(way);
        }
    }

    @Test
    void theNextTryGoesToTheNextId() {
        Fleet fleet = Fleets.of(3);
        Picker picker = policy(1).pickerFor(fleet, null);
        for (int key = 0; key < 20; key++) {
            int home = fleet.workers().indexOf(picker.pick(PickRequest.keyed("user-" + key)));
            String homeId = fleet.workers().get(home).id();
            assertThat(picker.pick(PickRequest.keyed("user-" + key).without(List.of(homeId))))
                    .isEqualTo(fleet.workers().get((home + 1) % 3));
        }
    }

    private static List<String> way(Picker picker, String key, int tries) {
        List<String> tried = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            tried.add(picker.pick(PickRequest.keyed(key).without(tried)).id());
        }
        assertThat(picker.pick(PickRequest.keyed(key).without(tried))).isNull();
        return tried;
    }
}
