package dev.equipoise.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Policies change while requests run. */
class SwitchingIT {

    private static final int REQUESTS = 200;
    private static final int SWITCHES = 20;

    @Test
    void noRequestIsLostOrSentTwiceWhilePoliciesAreSwitched() throws Exception {
        try (WorkerForTests one = new WorkerForTests("one");
                WorkerForTests two = new WorkerForTests("two");
                GatewayForTests gateway = GatewayForTests.over(List.of(one, two))) {
            ServiceBalancers balancers = gateway.bean(ServiceBalancers.class);
            List<String> policies = LoadBalancingPolicies.names();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(gateway.getLater("/" + i));
                if (i % (REQUESTS / SWITCHES) == 0) {
                    balancers.switchPolicy("default", policies.get(i * SWITCHES / REQUESTS % policies.size()));
                }
            }

            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
            }
            assertThat(one.requests().size() + two.requests().size()).isEqualTo(REQUESTS);
            RoutingIT.await(
                    "no call in flight", () -> balancers.of("default").tracker().inFlight() == 0);
        }
    }
}
