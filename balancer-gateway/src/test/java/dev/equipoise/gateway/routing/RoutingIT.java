package dev.equipoise.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests through a whole gateway to workers that break in the ways workers do. */
public class RoutingIT {

    private final WorkerForTests one = new WorkerForTests("one");
    private final WorkerForTests two = new WorkerForTests("two");
    private GatewayForTests gateway;

    @BeforeEach
    void start() {
        gateway = GatewayForTests.over(List.of(one, two), more());
    }

    /** For the same over the other lane. */
    String[] more() {
        return new String[0];
    }

    @AfterEach
    void stop() {
        gateway.close();
        one.close();
        two.close();
    }

    @Test
    void answersNameTheirWorkerAndAlternate() throws Exception {
        HttpResponse<String> first = gateway.get("/a?x=1");
        HttpResponse<String> second = gateway.get("/b");

        assertThat(first.body()).isEqualTo("one: ");
        assertThat(first.headers().firstValue("Equipoise-Worker")).hasValue(one.hostAndPort());
        assertThat(second.body()).isEqualTo("two: ");
        assertThat(one.requests()).containsExactly("GET /a?x=1 ");
        assertThat(gateway.get("/workers").body())
                .contains("http://" + one.hostAndPort())
                .contains("http://" + two.hostAndPort());
        assertThat(gateway.send("POST", "/workers", "hello").body())
                .as("only GET /workers is ours")
                .isEqualTo("one: hello");
    }

    @Test
    void aWorkerThatRefusesIsOutUntilItAcceptsAndNobodyNotices() throws Exception {
        one.refuse();
        for (int i = 0; i < 6; i++) {
            assertThat(gateway.send("POST", "/", "body " + i).body()).isEqualTo("two: body " + i);
        }
        assertThat(gateway.get("/workers").body()).doesNotContain(one.hostAndPort());

        one.acceptAgain();
        await(
                "the worker to be back",
                () -> gateway.bean(ServiceBalancers.class).refused().isEmpty());
        gateway.get("/");
        gateway.get("/");
        assertThat(one.requests()).as("requests of the returned worker").isNotEmpty();
    }

    @Test
    void aResetBeforeTheResponseIsTriedElsewhereIfActingTwiceDoesNoHarm() throws Exception {
        one.resetAfterReading(true);

        assertThat(gateway.get("/x").body()).isEqualTo("two: ");
        assertThat(one.requests()).containsExactly("GET /x ");
        assertThat(two.requests()).containsExactly("GET /x ");
    }

    @Test
    void aPostThatReachedAWorkerIsNeverSentTwice() throws Exception {
        one.resetAfterReading(true);
        two.resetAfterReading(true);

        HttpResponse<String> answer = gateway.send("POST", "/x", "pay");

        assertProblem(answer, 502, "worker-failed");
        assertThat(one.requests().size() + two.requests().size()).isEqualTo(1);
    }

    @Test
    void aRequestIsTriedTwiceAtMost() throws Exception {
        one.resetAfterReading(true);
        two.resetAfterReading(true);

        assertProblem(gateway.get("/x"), 502, "worker-failed");
        assertThat(one.requests()).hasSize(1);
        assertThat(two.requests()).hasSize(1);
    }

    @Test
    void whenNobodyAcceptsTheAnswerSaysSoAndServiceReturnsWithTheFirstWorker() throws Exception {
        one.refuse();
        two.refuse();

        HttpResponse<String> answer = gateway.get("/");
        assertProblem(answer, 503, "no-worker");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");

        two.acceptAgain();
        await("an answer", () -> {
            try {
                return gateway.get("/").statusCode() == 200;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aWorkersOwnErrorPassesThroughAndItsCallsAreCountedToTheEnd() throws Exception {
        one.answerWith(500);
        two.answerWith(404);

        assertThat(gateway.send("POST", "/", "x").statusCode()).isEqualTo(500);
        assertThat(gateway.get("/").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/").statusCode())
                .as("asked of the other one, too")
                .isEqualTo(404);

        var tracker = gateway.bean(ServiceBalancers.class).of("default").tracker();
        await(
                "no call in flight",
                () -> tracker.of(one.hostAndPort()).inFlight() == 0
                        && tracker.of(two.hostAndPort()).inFlight() == 0);
        assertThat(tracker.of(one.hostAndPort()).successRate())
                .isLessThan(tracker.of(two.hostAndPort()).successRate());
    }

    public static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JsonMapper.builder().build().readTree(answer.body());
        assertThat(problem.path("type").asString()).isEqualTo("https://equipoise.dev/problems/" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("127.0.0.1");
    }

    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
