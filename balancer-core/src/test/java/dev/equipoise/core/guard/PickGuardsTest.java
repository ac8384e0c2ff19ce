package dev.equipoise.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.Call;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.policy.Explanation;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.PickTrace;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.policy.Thinning;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits that are asked at each pick, and what the picker around a policy makes of them. */
class PickGuardsTest {

    private final ManualClock clock = new ManualClock();
    private final LoadTracker tracker = new PeakEwmaLoadTracker(clock);

    static List<String> policies() {
        return LoadBalancingPolicies.names();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void noWorkerGetsMoreThanItDeclaredWhateverThePolicy(String policy) {
        Fleet fleet = Fleet.of(
                1,
                Fleets.of(40).workers().stream()
                        .map(worker -> worker.withCapacity(new Capacity(3, 0)))
                        .toList());
        Guards guards = guarded(new ConcurrencyLimit(tracker, 1));
        Picker picker = picker(policy, fleet, guards);
        for (int i = 0; i < 3 * fleet.size(); i++) {
            Worker picked = picker.pick(PickRequest.keyed("key-" + i));
            assertThat(picked).as("pick %d of %s", i, policy).isNotNull();
            tracker.start(picked);
        }
        fleet.workers()
                .forEach(
                        worker -> assertThat(tracker.of(worker.id()).inFlight()).isEqualTo(3));
        assertThat(picker.pick(PickRequest.keyed("one more"))).isNull();
        assertThat(guards.states()).singleElement().satisfies(state -> {
            assertThat(state.guard()).isEqualTo("concurrency-limit");
            assertThat(state.refusals()).isPositive();
        });
    }

    @Test
    void aLimitThatIsANumberHoldsForThoseWhoDeclaredNothingToo() {
        Fleet fleet = Fleets.of(2);
        ConcurrencyLimit limit = new ConcurrencyLimit(tracker, new WorkerLimit(0, 2));
        Picker picker = picker("least-connections", fleet, guarded(limit));
        for (int i = 0; i < 4; i++) {
            tracker.start(picker.pick(PickRequest.ANY));
        }
        assertThat(picker.pick(PickRequest.ANY)).isNull();
        assertThat(limit.isExceeded(fleet.workers().get(0))).isFalse();
        tracker.start(fleet.workers().get(0));
        assertThat(limit.isExceeded(fleet.workers().get(0)))
                .as("two saw the last place")
                .isTrue();
        limit.change(new WorkerLimit(0, 4));
        assertThat(picker.pick(PickRequest.ANY)).isNotNull();
    }

    @Test
    void aLimitThatIsOffIsNotAskedAndNotShown() {
        ConcurrencyLimit limit = new ConcurrencyLimit(tracker, WorkerLimit.NONE);
        Guards guards = guarded(limit);
        assertThat(guards.states()).isEmpty();
        limit.change(new WorkerLimit(1, 0));
        assertThat(guards.states())
                .singleElement()
                .satisfies(state -> assertThat(state.guard()).isEqualTo("concurrency-limit"));
    }

    @Test
    void aRefusalIsExplained() {
        Fleet fleet = Fleet.of(1, List.of(Fleets.worker(1).withCapacity(new Capacity(1, 0)), Fleets.worker(2)));
        Picker picker = picker("round-robin", fleet, guarded(new ConcurrencyLimit(tracker, 1)));
        tracker.start(fleet.find("w-1"));
        PickTrace trace = new PickTrace();
        Worker picked = picker.pick(PickRequest.ANY.traced(trace));
        assertThat(picked).isEqualTo(fleet.find("w-2"));
        assertThat(trace.explain(picked).interventions())
                .containsExactly(new Explanation.Intervention("concurrency-limit", "w-1", "1 in flight of 1"));
    }

    @Test
    void withoutGuardsThePickerIsThePolicys() {
        Fleet fleet = Fleets.of(3);
        Picker picker = request -> fleet.find("w-2");
        assertThat(Guards.NONE.around(picker, fleet, Thinning.BY_WEIGHT).pick(PickRequest.ANY))
                .isEqualTo(fleet.find("w-2"));
        assertThat(Guards.NONE.states()).isEmpty();
    }

    @Test
    void aGrowingLatencyLowersTheLimitAndASteadyOneLetsItGrow() {
        Fleet fleet = Fleets.of(1);
        Worker worker = fleet.workers().get(0);
        AdaptiveConcurrencyLimit limit = new AdaptiveConcurrencyLimit(tracker);
        Deque<Call> calls = new ArrayDeque<>();
        for (int i = 0; i < 20; i++) {
            calls.add(tracker.start(worker));
        }
        serve(fleet, limit, calls, Duration.ofMillis(20), 60);
        int steady = limit.limit("w-1");
        assertThat(steady).isGreaterThan(20);
        while (calls.size() < steady) {
            calls.add(tracker.start(worker));
        }
        serve(fleet, limit, calls, Duration.ofMillis(400), 10);
        int slowed = limit.limit("w-1");
        assertThat(slowed).isLessThan(steady);
        assertThat(limit.admits(worker)).isFalse();
        limit.apply(fleet, clock.getAsLong());
        assertThat(limit.affected()).isOne();
    }

    @Test
    void aLimitThatIsHardlyUsedStaysAsItIs() {
        Fleet fleet = Fleets.of(1);
        AdaptiveConcurrencyLimit limit = new AdaptiveConcurrencyLimit(tracker);
        Deque<Call> calls =
                new ArrayDeque<>(List.of(tracker.start(fleet.workers().get(0))));
        serve(fleet, limit, calls, Duration.ofMillis(20), 30);
        assertThat(limit.limit("w-1")).isEqualTo(20);
        assertThat(limit.admits(fleet.workers().get(0))).isTrue();
    }

    /** A second is: each call in turn ends after the latency and another begins. */
    private void serve(Fleet fleet, AdaptiveConcurrencyLimit limit, Deque<Call> calls, Duration latency, int seconds) {
        for (int second = 0; second < seconds; second++) {
            for (long at = 0; at < 1_000; at += latency.toMillis()) {
                calls.add(tracker.start(fleet.workers().get(0)));
                clock.pass(latency);
                Call ended = calls.removeLast();
                ended.succeeded();
            }
            limit.apply(fleet, clock.getAsLong());
        }
    }

    private static Guards guarded(PickGuard guard) {
        return new Guards(List.of(), List.of(guard), (fleet, previous) -> Picker.NOBODY);
    }

    @Test
    void inPanicThePolicyIsNotAsked() {
        FleetGuard alarmed = new FleetGuard() {
            private boolean panicking;

            @Override
            public String name() {
                return "alarmed";
            }

            @Override
            public Fleet apply(Fleet fleet, long now) {
                panicking = now > 0;
                return fleet;
            }

            @Override
            public int affected() {
                return 0;
            }

            @Override
            public boolean panicking() {
                return panicking;
            }
        };
        Fleet fleet = Fleets.of(2);
        Worker calm = fleet.workers().get(0);
        Worker other = fleet.workers().get(1);
        Guards guards = new Guards(List.of(alarmed), List.of(), (any, previous) -> request -> other);
        Picker picker = guards.around(request -> calm, guards.apply(fleet, 0), Thinning.BY_WEIGHT);
        assertThat(picker.pick(PickRequest.ANY)).isEqualTo(calm);
        guards.apply(fleet, 1);
        assertThat(guards.panicking()).isTrue();
        assertThat(picker.pick(PickRequest.ANY)).isEqualTo(other);
        guards.apply(fleet, 0);
        assertThat(picker.pick(PickRequest.ANY)).isEqualTo(calm);
    }

    private Picker picker(String policy, Fleet fleet, Guards guards) {
        SplittableRandom random = new SplittableRandom(5);
        Picker picker =
                LoadBalancingPolicies.byName(policy, tracker, () -> random).pickerFor(fleet, null);
        return guards.around(picker, fleet, Thinning.BY_WEIGHT);
    }
}
