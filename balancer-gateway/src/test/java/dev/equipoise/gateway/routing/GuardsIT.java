package dev.equipoise.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What guards do to requests through a whole gateway. */
class GuardsIT {

    private final WorkerForTests one = new WorkerForTests("one");
    private final WorkerForTests two = new WorkerForTests("two");
    private GatewayForTests gateway;

    @AfterEach
    void stop() {
        one.release();
        two.release();
        gateway.close();
        one.close();
        two.close();
    }

    @Test
    void aWorkerThatFailsFiveTimesInARowIsTakenOutAndTheMetricSaysSo() throws Exception {
        gateway = GatewayForTests.over(List.of(one, two));
        one.answerWith(500);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            statuses.add(gateway.send("POST", "/", "x").statusCode());
        }
        assertThat(statuses).containsSubsequence(500, 200, 500, 200, 500, 200, 500, 200, 500, 200);

        RoutingIT.await(
                "the failing worker to be out",
                () -> gateway.bean(ServiceBalancers.class).of("default").seen() == 1);
        assertThat(affected("outlier-ejection")).isEqualTo(1);
        for (int i = 0; i < 6; i++) {
            assertThat(gateway.get("/").body()).isEqualTo("two: ");
        }
        assertThat(meters().get("equipoise.guard.panicking")
                        .tag("service", "default")
                        .gauge()
                        .value())
                .isZero();
        assertThat(gateway.get("/workers").body())
                .as("an outlier is still a worker of the fleet")
                .contains(one.hostAndPort());
    }

    @Test
    void whenEveryWorkerHasAllItMayHaveTheAnswerSaysSoUntilOneIsFree() throws Exception {
        gateway = GatewayForTests.over(
                List.of(one, two), "--equipoise.guards.concurrency-limit.factor=1", "--equipoise.gateway.retries=0");
        gateway.bean(ServiceBalancers.class).accept(Fleet.of(2, List.of(worker("w-1", one), worker("w-2", two))));
        one.hold();
        two.hold();
        List<CompletableFuture<HttpResponse<String>>> held =
                List.of(gateway.getLater("/held"), gateway.getLater("/held"));
        RoutingIT.await(
                "each worker to have its request",
                () -> one.requests().size() == 1 && two.requests().size() == 1);

        HttpResponse<String> answer = gateway.get("/one-too-many");
        RoutingIT.assertProblem(answer, 503, "all-workers-busy");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(meters().get("equipoise.guard.refusals")
                        .tags("service", "default", "guard", "concurrency-limit")
                        .functionCounter()
                        .count())
                .isGreaterThanOrEqualTo(2);

        one.release();
        two.release();
        for (CompletableFuture<HttpResponse<String>> request : held) {
            assertThat(request.get().statusCode()).isEqualTo(200);
        }
        RoutingIT.await("room", () -> {
            try {
                return gateway.get("/").statusCode() == 200;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Worker worker(String id, WorkerForTests worker) {
        return Worker.of(id, URI.create("http://" + worker.hostAndPort())).withCapacity(new Capacity(1, 0));
    }

    private MeterRegistry meters() {
        return gateway.bean(MeterRegistry.class);
    }

    private double affected(String guard) {
        return meters().get("equipoise.guard.affected")
                .tags("service", "default", "guard", guard)
                .gauge()
                .value();
    }
}
