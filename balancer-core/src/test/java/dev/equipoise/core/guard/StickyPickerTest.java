package dev.equipoise.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.policy.Explanation;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.core.policy.PickRequest;
import dev.equipoise.core.policy.PickTrace;
import dev.equipoise.core.policy.Picker;
import dev.equipoise.core.policy.Thinning;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of a client whose session a worker has. */
class StickyPickerTest {

    private static final PickRequest OF_SESSION = PickRequest.keyed("key").preferring("w-2");

    private final LoadTracker tracker = new PeakEwmaLoadTracker(new ManualClock());

    static List<String> policies() {
        return LoadBalancingPolicies.names();
    }

    private Picker picker(String policy, Fleet fleet, Guards guards) {
        Picker inner = LoadBalancingPolicies.byName(policy, tracker, () -> new SplittableRandom(1))
                .pickerFor(fleet, null);
        return guards.around(inner, fleet, Thinning.BY_WEIGHT);
    }

    private static Guards limited(LoadTracker tracker) {
        return new Guards(List.of(), List.of(new ConcurrencyLimit(tracker, 1)), (fleet, previous) -> Picker.NOBODY);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void itsWorkerGetsThemWhateverThePolicy(String policy) {
        Picker picker = picker(policy, Fleets.of(5), Guards.NONE);
        for (int i = 0; i < 20; i++) {
            assertThat(picker.pick(OF_SESSION)).isEqualTo(Fleets.of(5).find("w-2"));
        }
    }

    @Test
    void anotherGetsThemOnceItsWorkerIsGoneOrHadThem() {
        Fleet without = Fleets.of(5).matching(worker -> !worker.id().equals("w-2"));
        assertThat(picker("round-robin", without, Guards.NONE).pick(OF_SESSION)).isEqualTo(without.find("w-1"));
        assertThat(picker("round-robin", Fleets.of(5), Guards.NONE).pick(OF_SESSION.without(List.of("w-2"))))
                .isNotNull()
                .isNotEqualTo(Fleets.of(5).find("w-2"));
    }

    @Test
    void aGuardThatKeepsThemFromItsWorkerSendsThemOn() {
        Fleet fleet = Fleet.of(
                1,
                Fleets.of(3).workers().stream()
                        .map(worker -> worker.withCapacity(new Capacity(1, 0)))
                        .toList());
        Picker picker = picker("round-robin", fleet, limited(tracker));
        assertThat(picker.pick(OF_SESSION)).isEqualTo(fleet.find("w-2"));
        tracker.start(fleet.find("w-2"));
        assertThat(picker.pick(OF_SESSION)).isNotNull().isNotEqualTo(fleet.find("w-2"));
    }

    @Test
    void itIsExplained() {
        PickTrace trace = new PickTrace();
        Fleet fleet = Fleets.of(3);
        picker("adaptive", fleet, Guards.NONE).pick(OF_SESSION.traced(trace));
        assertThat(trace.explain(fleet.find("w-2")).interventions())
                .containsExactly(new Explanation.Intervention("sticky", "w-2", "it has the session"));
    }
}
