package dev.equipoise.gateway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.load.LoadTracker;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.routing.RoutingIT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators see and do, and that nobody else does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BalancingEndpointIT {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PATH = "/actuator/balancing";

    private final WorkerForTests one = new WorkerForTests("one");
    private final WorkerForTests two = new WorkerForTests("two");
    private GatewayForTests gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        gateway = GatewayForTests.over(
                List.of(one, two),
                "--equipoise.gateway.operator-token-file=" + token,
                "--equipoise.gateway.hash-on=header:X-Key",
                "--equipoise.gateway.explain-sample=1",
                "--equipoise.guards.concurrency-limit.factor=1",
                "--equipoise.services.images.policy=consistent-hash");
        gateway.bean(ServiceBalancers.class).accept(Fleet.of(2, List.of(worker("w-1", one), worker("w-2", two))));
    }

    @AfterAll
    void stop() {
        gateway.close();
        one.close();
        two.close();
    }

    @Test
    void theOverviewNamesServicesPoliciesAndGuards() throws Exception {
        JsonNode services = json(operator("GET", PATH, "")).path("services");

        assertThat(services.path("images").path("policy").asString()).isEqualTo("consistent-hash");
        assertThat(services.path("images").path("workers").asInt()).isZero();
        JsonNode main = services.path("default");
        assertThat(main.path("hashOn").asString()).isEqualTo("header:X-Key");
        assertThat(main.path("workers").asInt()).isEqualTo(2);
        assertThat(main.path("seen").asInt()).isEqualTo(2);
        assertThat(main.path("panicking").asBoolean()).isFalse();
        assertThat(main.path("guards").findValuesAsString("guard"))
                .containsExactly("outlier-ejection", "slow-start", "concurrency-limit");
    }

    @Test
    void thePolicyOfAServiceIsSwitched() throws Exception {
        JsonNode state = json(operator("POST", PATH + "/images", "{\"policy\":\"least-connections\"}"));
        assertThat(state.path("policy").asString()).isEqualTo("least-connections");
        assertThat(gateway.bean(ServiceBalancers.class).existing("images").policy())
                .isEqualTo("least-connections");

        HttpResponse<String> guess = operator("POST", PATH + "/images", "{\"policy\":\"guess\"}");
        RoutingIT.assertProblem(guess, 400, "unknown-policy");
        assertThat(guess.body()).contains("guess").contains("adaptive, consistent-hash");
        RoutingIT.assertProblem(operator("POST", PATH + "/images", "{}"), 400, "unknown-policy");
        RoutingIT.assertProblem(operator("POST", PATH + "/none", "{\"policy\":\"adaptive\"}"), 404, "unknown-service");
        RoutingIT.assertProblem(operator("GET", PATH + "/none", ""), 404, "unknown-service");
        assertThat(operator("POST", PATH + "/images", "no json").statusCode()).isEqualTo(400);
        assertThat(gateway.bean(ServiceBalancers.class).existing("images").policy())
                .isEqualTo("least-connections");
    }

    @Test
    void aPickIsExplainedWithItsCandidatesAndWhoWasKeptFromIt() throws Exception {
        operator("POST", PATH + "/default", "{\"policy\":\"consistent-hash\"}");
        JsonNode free = json(operator("GET", PATH + "/default?key=k&zone=a", ""));
        String home = free.path("explanation").path("worker").asString();
        assertThat(free.path("policy").asString()).isEqualTo("consistent-hash");
        assertThat(free.path("explanation").path("candidates").findValuesAsString("worker"))
                .contains(home);
        assertThat(free.path("explanation").path("interventions").isEmpty()).isTrue();

        operator("POST", PATH + "/default", "{\"policy\":\"round-robin\"}");
        LoadTracker tracker = gateway.bean(ServiceBalancers.class).of("default").tracker();
        RoutingIT.await("no call in flight", () -> tracker.inFlight() == 0);
        one.hold();
        CompletableFuture<HttpResponse<String>> held = gateway.getLater("/held");
        RoutingIT.await("the first worker to be busy", () -> one.requests().contains("GET /held "));
        gateway.get("/");
        RoutingIT.await("the second to be free", () -> tracker.of("w-2").inFlight() == 0);
        JsonNode busy = json(operator("GET", PATH + "/default", "")).path("explanation");
        assertThat(busy.path("worker").asString()).isEqualTo("w-2");
        JsonNode intervention = busy.path("interventions").path(0);
        assertThat(intervention.path("guard").asString()).isEqualTo("concurrency-limit");
        assertThat(intervention.path("worker").asString()).isEqualTo("w-1");
        assertThat(intervention.path("reason").asString()).isEqualTo("1 in flight of 1");
        one.release();
        assertThat(held.get().statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsKnownOfEachWorkerIsShown() throws Exception {
        gateway.get("/");
        LoadTracker tracker = gateway.bean(ServiceBalancers.class).of("default").tracker();
        RoutingIT.await("the call to end", () -> tracker.inFlight() == 0);
        JsonNode workers = json(operator("GET", PATH + "/default/workers", "")).path("workers");

        assertThat(workers.findValuesAsString("id")).containsExactly("w-1", "w-2");
        long successes = 0;
        for (JsonNode worker : workers) {
            successes += worker.path("successes").asLong();
            assertThat(worker.path("seen").asBoolean()).isTrue();
            assertThat(worker.path("latencyMs").asDouble()).isPositive();
        }
        assertThat(successes)
                .isEqualTo(tracker.of("w-1").successes() + tracker.of("w-2").successes())
                .isPositive();
    }

    @Test
    void howEachWorkerDidOfLateIsShown() throws Exception {
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        RoutingIT.await("the request to be counted", () -> {
            try {
                JsonNode history = json(operator("GET", PATH + "/default/history", ""));
                assertThat(history.path("intervalSeconds").asInt()).isEqualTo(10);
                return history.path("workers").findValues("requests").stream().anyMatch(count -> count.asLong() > 0)
                        && history.path("workers").findValues("p99Ms").stream().allMatch(ms -> ms.asDouble() > 0);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void requestsAreExplainedWhileTheyRun() throws Exception {
        gateway.get("/");
        RoutingIT.await("the request to end", () -> {
            try {
                return json(operator("GET", PATH + "/default/explained", ""))
                        .path("picks")
                        .path(0)
                        .path("explanation")
                        .path("worker")
                        .asString()
                        .startsWith("w-");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        RoutingIT.assertProblem(operator("GET", PATH + "/none/explained", ""), 404, "unknown-service");
        assertThat(operator("GET", PATH + "/default/other", "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PATH,
                PATH + "/",
                PATH + "/default",
                PATH + "/default?key=k",
                PATH + "/default/explained",
                PATH + "/default/workers",
                PATH + "/default/history",
                "/actuator/%62alancing",
                "/actuator/balancing;x=1/default"
            })
    void whoShowsNoTokenOrAnotherSeesAndChangesNothing(String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.managementUri(path));
        assertRefused(gateway.send(request.copy().build()));
        assertRefused(gateway.send(
                request.copy().header("Authorization", "Bearer " + TOKEN + "0").build()));
        assertRefused(gateway.send(request.copy()
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"policy\":\"adaptive\"}"))
                .build()));
    }

    @Test
    void whatWasOpenStaysOpenAndClientsHaveTheirOwnPaths() throws Exception {
        for (String open : List.of("/actuator", "/actuator/health", "/actuator/info", "/actuator/prometheus")) {
            assertThat(gateway.send(HttpRequest.newBuilder(gateway.managementUri(open))
                                    .build())
                            .statusCode())
                    .as(open)
                    .isEqualTo(200);
        }
        assertThat(gateway.get(PATH).body()).as("a path of the workers").matches("(one|two): ");
    }

    static void assertRefused(HttpResponse<String> answer) {
        RoutingIT.assertProblem(answer, 401, "operator-only");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    private HttpResponse<String> operator(String method, String path, String body) throws Exception {
        return gateway.send(HttpRequest.newBuilder(gateway.managementUri(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private static Worker worker(String id, WorkerForTests worker) {
        return Worker.of(id, URI.create("http://" + worker.hostAndPort())).withCapacity(new Capacity(1, 0));
    }
}
