package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaglevTest extends LoadBalancingPolicyContractTest {

    @Override
    String policyName() {
        return "maglev";
    }

    @Override
    double tolerance() {
        // 30,000 keys over ten workers: 3 standard deviations are 5 %.
        return 0.06;
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
    void theOwnersOfKeysAreThoseOfTheNewFleetThoughTheTableIsKept() {
        Fleet fleet = Fleets.of(3);
        LoadBalancingPolicy policy = policy(1);
        Picker before = policy.pickerFor(fleet, null);
        Fleet later = Fleet.of(
                2,
                fleet.workers().stream().map(worker -> worker.withSequence(99)).toList());
        Picker after = policy.pickerFor(later, before);
        for (int key = 0; key < 100; key++) {
            PickRequest request = PickRequest.keyed("user-" + key);
            assertThat(after.pick(request))
                    .isIn(later.workers())
                    .isEqualTo(before.pick(request).withSequence(99));
        }
        Picker heavier = policy.pickerFor(Fleets.weighted(1, 1, 50), after);
        int third = 0;
        for (int key = 0; key < 1_000; key++) {
            third += heavier.pick(PickRequest.keyed("user-" + key)).id().equals("w-3") ? 1 : 0;
        }
        assertThat(third).isBetween(930, 990);
    }

    @Test
    void theLightestWorkerIsStillThereForARetry() {
        // 0.01 of 4,000.01 in 65,537 positions: less than one.
        Picker picker = policy(1).pickerFor(Fleets.weighted(1000, 1000, 1000, 1000, 0.01), null);
        PickRequest last = PickRequest.keyed("user-1").without(List.of("w-1", "w-2", "w-3", "w-4", "gone", "gone-too"));
        assertThat(picker.pick(last).id()).isEqualTo("w-5");
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
