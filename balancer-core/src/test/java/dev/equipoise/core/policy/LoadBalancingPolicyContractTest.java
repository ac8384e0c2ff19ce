package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every policy holds. A policy is tested by a subclass that names it. */
abstract class LoadBalancingPolicyContractTest {

    private static final int REQUESTS = 30_000;

    final ManualClock clock = new ManualClock();
    final LoadTracker tracker = new PeakEwmaLoadTracker(clock);

    private int requests;

    /** The name of the policy under test. */
    abstract String policyName();

    /** By how much of its fair share a worker's share may differ from it when all workers are equally fast. */
    abstract double tolerance();

    /** Whether a worker of weight 2 gets twice the traffic of one of weight 1. */
    boolean honoursWeights() {
        return true;
    }

    /** Whether it promises shares to workers of different weights, and not to equal ones only. */
    boolean promisesSharesToUnequals() {
        return true;
    }

    /** Whether it compares workers by a score, and so has something to tell. */
    boolean weighsLoad() {
        return true;
    }

    /** A new policy with randomness of its own for each thread: that of java.util.Random shows at ten draws a pick. */
    final LoadBalancingPolicy policy(long seed) {
        ThreadLocal<RandomGenerator> random = ThreadLocal.withInitial(() -> new SplittableRandom(seed));
        return LoadBalancingPolicies.byName(policyName(), tracker, random::get);
    }

    @ParameterizedTest(name = "seed {0}, {1} requests in flight")
    @CsvSource({"1, 0", "2, 0", "3, 40", "4, 40", "5, 200"})
    void everyWorkerGetsItsShareByWeight(long seed, int concurrency) {
        for (Fleet fleet : List.of(Fleets.of(10), someWeighted(1, 2, 3, 4), Fleets.weighted(1, 1), Fleets.of(3))) {
            Traffic traffic = new Traffic(concurrency);
            traffic.serve(fleet, policy(seed).pickerFor(fleet, null), REQUESTS);
            traffic.assertFairShares("seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void sharesStayFairThroughARollingRestart(long seed) {
        Fleet whole = someWeighted(1, 1, 1, 1, 2, 2, 1, 1, 1, 1);
        LoadBalancingPolicy policy = policy(seed);
        Traffic traffic = new Traffic(40);
        Picker picker = policy.pickerFor(whole, null);
        for (String restarting : Fleets.ids(whole)) {
            Fleet rest = Fleets.without(whole, restarting);
            picker = policy.pickerFor(rest, picker);
            traffic.serve(rest, picker, REQUESTS / 20);
            picker = policy.pickerFor(whole, picker);
            tracker.retain(whole);
            traffic.serve(whole, picker, REQUESTS / 20);
        }
        traffic.assertFairShares("seed " + seed);
    }

    @Test
    void aTriedWorkerIsNeverPickedAndNobodyIsWhenAllWereTried() {
        Fleet fleet = Fleets.weighted(1, 5, 1, 100, 1);
        Picker picker = policy(21).pickerFor(fleet, null);
        List<String> ids = Fleets.ids(fleet);
        for (int set = 0; set < 1 << ids.size(); set++) {
            List<String> tried = new ArrayList<>(List.of("someone-who-left"));
            for (int i = 0; i < ids.size(); i++) {
                if ((set >> i & 1) == 1) {
                    tried.add(ids.get(i));
                }
            }
            for (int i = 0; i < 50; i++) {
                Worker picked = picker.pick(request().without(tried));
                if (tried.size() == ids.size() + 1) {
                    assertThat(picked).isNull();
                } else {
                    assertThat(picked).isIn(fleet.workers());
                    assertThat(tried).doesNotContain(picked.id());
                    tracker.start(picked);
                }
            }
        }
    }

    @Test
    void nobodyIsPickedFromAnEmptyFleetAndTheNextFleetIsServed() {
        LoadBalancingPolicy policy = policy(31);
        Picker nobody = policy.pickerFor(Fleet.EMPTY, null);
        assertThat(nobody.pick(request())).isNull();
        assertThat(nobody.pick(PickRequest.ANY)).isNull();

        Fleet fleet = Fleets.of(2);
        Picker somebody = policy.pickerFor(fleet, nobody);
        assertThat(somebody.pick(request())).isIn(fleet.workers());
        assertThat(policy.pickerFor(Fleet.EMPTY, somebody).pick(request())).isNull();
    }

    @Test
    void aSingleWorkerGetsEverything() {
        Fleet fleet = Fleets.of(1);
        Picker picker = policy(41).pickerFor(fleet, null);
        for (int i = 0; i < 100; i++) {
            Worker picked = picker.pick(request());
            assertThat(picked).isEqualTo(fleet.workers().get(0));
            tracker.start(picked);
        }
        assertThat(picker.pick(PickRequest.ANY)).isNotNull();
        assertThat(picker.pick(request().without(List.of("w-1")))).isNull();
    }

    @Test
    void onlyWorkersOfTheCurrentFleetArePickedAsTheyAreNow() {
        LoadBalancingPolicy policy = policy(51);
        Picker picker = null;
        for (Fleet fleet : List.of(
                Fleets.of(5),
                Fleets.of(3),
                Fleets.named("other-", 4),
                Fleets.weighted(3, 2, 1),
                // Same ids and weights, moved to another zone: what is built anew are the workers.
                Fleet.of(9, List.of(Fleets.worker(1), Fleets.worker(2).withSequence(7))))) {
            picker = policy.pickerFor(fleet, picker);
            for (int i = 0; i < 200; i++) {
                assertThat(picker.pick(request())).isIn(fleet.workers());
            }
        }
    }

    @Test
    void thePickerOfAnotherPolicyIsNoPredecessorButDoesNoHarm() {
        Fleet fleet = Fleets.of(3);
        assertThat(policy(61).pickerFor(fleet, Picker.NOBODY).pick(request())).isIn(fleet.workers());
    }

    @Test
    void aRequestWithoutAKeyIsServed() {
        Fleet fleet = Fleets.of(3);
        Picker picker = policy(62).pickerFor(fleet, null);
        for (int i = 0; i < 20; i++) {
            assertThat(picker.pick(PickRequest.ANY)).isIn(fleet.workers());
            assertThat(picker.pick(PickRequest.ANY.without(List.of("w-1", "w-3"))))
                    .isEqualTo(fleet.find("w-2"));
        }
    }

    @Test
    void aTracedPickIsAPickThatTellsWhomItWeighed() {
        Fleet fleet = Fleets.of(5);
        Picker picker = policy(63).pickerFor(fleet, null);
        for (int i = 0; i < 50; i++) {
            PickTrace trace = new PickTrace();
            Worker picked = picker.pick(request().without(List.of("w-2")).traced(trace));
            Explanation explanation = trace.explain(picked);
            assertThat(explanation.worker()).isEqualTo(picked.id()).isNotEqualTo("w-2");
            List<String> weighed = explanation.candidates().stream()
                    .map(Explanation.Candidate::worker)
                    .toList();
            assertThat(weighed).doesNotContain("w-2");
            if (weighsLoad()) {
                assertThat(weighed).contains(picked.id());
            }
            tracker.start(picked);
        }
    }

    @Test
    void aPickAllocatesNothing() {
        Fleet fleet = Fleets.weighted(1, 2, 3, 4, 5, 6, 7, 8);
        Picker picker = policy(71).pickerFor(fleet, null);
        fleet.workers().forEach(tracker::start);
        List<PickRequest> prepared = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            prepared.add(i % 2 == 0 ? request() : request().without(List.of("w-8", "w-7")));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        pickAll(picker, prepared, 100);
        long before = threads.getCurrentThreadAllocatedBytes();
        pickAll(picker, prepared, 100);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // 6,400 picks: one object each would be 100,000 bytes. What is left over belongs to the measurement.
        assertThat(allocated).isLessThan(10_000);
    }

    private static void pickAll(Picker picker, List<PickRequest> requests, int times) {
        for (int time = 0; time < times; time++) {
            for (int i = 0; i < requests.size(); i++) {
                picker.pick(requests.get(i));
            }
        }
    }

    @Test
    void manyThreadsPickWhilePickersAreRebuilt() throws Exception {
        List<Fleet> fleets = List.of(Fleets.of(4), Fleets.of(3), Fleets.weighted(5, 1, 1, 1, 1), Fleets.of(2));
        new ConcurrentPicks(policy(81), tracker, fleets).run(4, 10_000);
        for (Worker worker : Fleets.of(5).workers()) {
            assertThat(tracker.of(worker.id()).inFlight()).as(worker.id()).isZero();
        }
    }

    /** A request with a key of its own. */
    final PickRequest request() {
        return PickRequest.keyed("key-" + requests++);
    }

    private Fleet someWeighted(double... weights) {
        return promisesSharesToUnequals() ? Fleets.weighted(weights) : Fleets.of(weights.length);
    }

    /** Requests that all take equally long, a given number of them at a time, and the shares that would be fair. */
    private final class Traffic {

        private final int concurrency;
        private final Deque<Call> inFlight = new ArrayDeque<>();
        private final Map<String, Integer> served = new HashMap<>();
        private final Map<String, Double> fair = new HashMap<>();

        Traffic(int concurrency) {
            this.concurrency = concurrency;
        }

        void serve(Fleet fleet, Picker picker, int count) {
            for (int i = 0; i < count; i++) {
                Worker worker = picker.pick(request());
                served.merge(worker.id(), 1, Integer::sum);
                inFlight.add(tracker.start(worker));
                clock.pass(Duration.ofMillis(1));
                if (inFlight.size() > concurrency) {
                    inFlight.remove().succeeded();
                }
            }
            double total = fleet.workers().stream()
                    .mapToDouble(LoadBalancingPolicyContractTest.this::weight)
                    .sum();
            fleet.workers().forEach(worker -> fair.merge(worker.id(), count * weight(worker) / total, Double::sum));
        }

        void assertFairShares(String description) {
            inFlight.forEach(Call::ignored);
            fair.forEach((id, share) -> assertThat((double) served.getOrDefault(id, 0))
                    .as("requests of %s, %s, %d in flight", id, description, concurrency)
                    .isCloseTo(share, within(tolerance() * share)));
        }
    }

    private double weight(Worker worker) {
        return honoursWeights() ? worker.weight() : 1;
    }
}
