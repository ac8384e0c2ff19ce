package dev.equipoise.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.Fleets;
import dev.equipoise.core.ManualClock;
import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.load.PeakEwmaLoadTracker;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoadBalancingPoliciesTest {

    private final LoadTracker tracker = new PeakEwmaLoadTracker(new ManualClock());

    @Test
    void everyNameMakesAPolicy() {
        assertThat(LoadBalancingPolicies.names())
                .isNotEmpty()
                .isSorted()
                .allSatisfy(name -> assertThat(LoadBalancingPolicies.byName(name, tracker, Random::new)
                                .pickerFor(Fleets.of(1), null)
                                .pick(PickRequest.ANY))
                        .isNotNull());
    }

    @Test
    void theDefaultIsOneOfThem() {
        assertThat(LoadBalancingPolicies.names()).contains(LoadBalancingPolicies.DEFAULT);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> LoadBalancingPolicies.byName("fastest", tracker, Random::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"fastest\"")
                .hasMessageContaining(String.join(", ", LoadBalancingPolicies.names()));
    }
}
