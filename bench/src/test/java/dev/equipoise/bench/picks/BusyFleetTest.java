package dev.equipoise.bench.picks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.policy.LoadBalancingPolicies;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every policy there is can be measured: the benchmarks know none by name. */
class BusyFleetTest {

    @ParameterizedTest
    @MethodSource("policies")
    void everyPolicyLoadsAFleetAndRebuilds(String policy) {
        BusyFleet fleet = new BusyFleet();
        fleet.policy = policy;
        fleet.workers = 10;
        fleet.load();

        assertThat(fleet.openCalls()).isEqualTo(40);
        PickBenchmark picks = new PickBenchmark();
        assertThat(picks.pick(fleet, new Client())).isNotNull();
        assertThat(picks.request(fleet, new Client())).isNotNull();

        RebuildBenchmark rebuild = new RebuildBenchmark();
        rebuild.policy = policy;
        rebuild.workers = 10;
        rebuild.build();
        assertThat(rebuild.rebuild()).isNotSameAs(rebuild.rebuild());
    }

    static List<String> policies() {
        return LoadBalancingPolicies.names();
    }
}
