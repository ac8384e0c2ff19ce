package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentHashTest extends LoadBalancingPolicyContractTest {

    @Override
    String policyName() {
        return "consistent-hash";
    }

    @Override
    double tolerance() {
        // 30,000 keys over ten workers: 3 standard deviations are 5 % by the keys and 3 % by the points of the ring.
        return 0.08;
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
    void anotherWorkerOfTheSameNameAndWeightTakesOverTheKeys() {
        LoadBalancingPolicy policy = policy(1);
        Picker before = policy.pickerFor(Fleets.of(3), null);
        PickRequest request = PickRequest.keyed("user-1");
        Worker home = before.pick(request);
        Worker moved = new Worker(
                home.id(),
                URI.create("http://127.0.0.2:9999"),
                home.services(),
                home.zone(),
                home.capacity(),
                home.weight(),
                home.status(),
                home.sequence(),
                home.epoch() + 1);
        List<Worker> workers =
                new ArrayList<>(Fleets.without(Fleets.of(3), home.id()).workers());
        workers.add(moved);
        assertThat(policy.pickerFor(Fleet.of(2, workers), before).pick(request)).isEqualTo(moved);
    }

    @Test
    void nextTriesFollowTheRingAndVisitEveryWorkerOnce() {
        Fleet fleet = Fleets.of(5);
        Picker picker = policy(1).pickerFor(fleet, null);
        for (int key = 0; key < 100; key += 25) {
            List<String> tried = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Worker next = picker.pick(PickRequest.keyed("user-" + key).without(tried));
                Fleet without = fleet.matching(worker -> !tried.contains(worker.id()));
                assertThat(next)
                        .as("where the key would go if those tried were gone")
                        .isEqualTo(policy(1).pickerFor(without, null).pick(PickRequest.keyed("user-" + key)));
                tried.add(next.id());
            }
            assertThat(tried).doesNotHaveDuplicates();
            assertThat(picker.pick(PickRequest.keyed("user-" + key).without(tried)))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobodyGetsMoreThanItsBoundHoweverSkewedTheKeysAre(long seed) {
        Fleet fleet = Fleets.weighted(1, 1, 2, 4, 0.5, 1, 1, 1, 1, 1);
        Picker picker = policy(seed).pickerFor(fleet, null);
        SplittableRandom random = new SplittableRandom(seed);
        List<Call> inFlight = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            // Half of the requests are for three keys.
            int key = random.nextInt(random.nextBoolean() ? 3 : 100_000);
            Worker picked = picker.pick(PickRequest.keyed("user-" + key));
            inFlight.add(tracker.start(picked));
            double fair = inFlight.size() * picked.weight() / 13.5;
            assertThat(tracker.of(picked.id()).inFlight())
                    .as("in flight at %s, seed %d", picked.id(), seed)
                    .isLessThanOrEqualTo((int) Math.ceil(1.25 * fair));
            if (inFlight.size() > 200) {
                inFlight.remove(random.nextInt(inFlight.size())).succeeded();
            }
        }
    }

    @Test
    void aHotKeySpillsAlongTheRingAndComesBack() {
        Fleet fleet = Fleets.of(10);
        Picker picker = policy(1).pickerFor(fleet, null);
        PickRequest hot = PickRequest.keyed("hot");
        Worker home = picker.pick(hot);
        Worker second = picker.pick(hot.without(List.of(home.id())));
        Worker third = picker.pick(hot.without(List.of(home.id(), second.id())));

        // Bounds are ⌈1.25 × (in flight + 1) ÷ 10⌉: 1 up to seven in flight, then 2.
        Call first = tracker.start(home);
        assertThat(picker.pick(hot)).isEqualTo(second);
        tracker.start(second);
        assertThat(picker.pick(hot)).isEqualTo(third);
        assertThat(picker.pick(hot.without(List.of(third.id()))))
                .as("tried ones are passed over, full ones too")
                .isNotIn(home, second, third);
        first.succeeded();
        assertThat(picker.pick(hot)).isEqualTo(home);
    }

    @Test
    void keysOfOthersStayWhereTheyAreWhileOneKeyIsHot() {
        Fleet fleet = Fleets.of(10);
        Picker picker = policy(1).pickerFor(fleet, null);
        Map<Integer, Worker> homes = new HashMap<>();
        for (int key = 0; key < 500; key++) {
            homes.put(key, picker.pick(PickRequest.keyed("user-" + key)));
        }
        Worker busy = homes.get(0);
        tracker.start(busy);
        homes.forEach((key, home) -> {
            Worker now = picker.pick(PickRequest.keyed("user-" + key));
            if (home.equals(busy)) {
                assertThat(now).isNotEqualTo(busy);
            } else {
                assertThat(now).isEqualTo(home);
            }
        });
    }

    @Test
    void whenNobodyUntriedHasRoomTheKeyGoesToTheFirstUntried() {
        Fleet fleet = Fleets.of(3);
        Picker picker = policy(1).pickerFor(fleet, null);
        PickRequest request = PickRequest.keyed("user-1");
        Worker home = picker.pick(request);
        Worker second = picker.pick(request.without(List.of(home.id())));
        fleet.workers().stream().filter(worker -> !worker.equals(home)).forEach(worker -> {
            for (int i = 0; i < 10; i++) {
                tracker.start(worker);
            }
        });
        // Bound ⌈1.25 × 21 ÷ 3⌉ = 9: only the one that was tried has room.
        assertThat(picker.pick(request)).isEqualTo(home);
        assertThat(picker.pick(request.without(List.of(home.id())))).isEqualTo(second);
    }
}
