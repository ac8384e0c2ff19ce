package dev.equipoise.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.policy.Explanation;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ExplainedPicks.ExplainedPick;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that are explained while they run. */
class ExplainedIT {

    @Test
    void aRequestThatWasTriedTwiceIsExplainedAsOne() throws Exception {
        try (WorkerForTests one = new WorkerForTests("one");
                WorkerForTests two = new WorkerForTests("two");
                GatewayForTests gateway = GatewayForTests.over(
                        List.of(one, two),
                        "--equipoise.gateway.policy=least-connections",
                        "--equipoise.gateway.explain-sample=1")) {
            one.refuse();
            ExplainedPicks explained = gateway.bean(ExplainedPicks.class);
            // The first request that meets the refusing worker is the one that is tried twice; it may be any.
            RoutingIT.await("a second try", () -> {
                try {
                    assertThat(gateway.get("/").body()).isEqualTo("two: ");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return explained.of("default").stream().anyMatch(pick -> pick.tries() == 2);
            });

            ExplainedPick twice = explained.of("default").stream()
                    .filter(pick -> pick.tries() == 2)
                    .findAny()
                    .orElseThrow();
            assertThat(twice.policy()).isEqualTo("least-connections");
            assertThat(twice.explanation().worker()).isEqualTo(two.hostAndPort());
            assertThat(twice.explanation().candidates())
                    .extracting(Explanation.Candidate::worker)
                    .containsExactlyInAnyOrder(one.hostAndPort(), two.hostAndPort(), two.hostAndPort());
        }
    }
}
