package dev.equipoise.gateway.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.guard.WorkerLimit;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.balancing.HashOn;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.forward.Forwarder;
import dev.equipoise.gateway.routing.RoutingIT;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of services and routes that change while the gateway runs, over both lanes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReloadIT {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    /** Metadata are for filters of the user's, so this route takes Spring's lane. */
    private static final String ROUTES = """
            spring.cloud.gateway.server.webflux.routes[0].id=express
            spring.cloud.gateway.server.webflux.routes[0].uri=lb://default
            spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/express/**
            spring.cloud.gateway.server.webflux.routes[1].id=spring
            spring.cloud.gateway.server.webflux.routes[1].uri=lb://default
            spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/spring/**
            spring.cloud.gateway.server.webflux.routes[1].metadata.any=thing
            """;

    private final WorkerForTests one = new WorkerForTests("one");
    private final WorkerForTests two = new WorkerForTests("two");
    private Path file;
    private GatewayForTests gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path token = Files.writeString(directory.resolve("token"), TOKEN);
        file = directory.resolve("application.properties");
        Files.writeString(file, ROUTES);
        gateway = GatewayForTests.over(
                List.of(one, two),
                "--equipoise.gateway.operator-token-file=" + token,
                "--equipoise.guards.outlier-ejection.enabled=false",
                "--spring.config.additional-location=file:" + directory + "/");
    }

    @AfterAll
    void stop() {
        gateway.close();
        one.close();
        two.close();
    }

    @BeforeEach
    void asItWasAtTheStart() throws Exception {
        one.release();
        two.release();
        assertThat(reload("").statusCode()).isEqualTo(200);
        gateway.bean(ServiceBalancers.class).switchPolicy("default", "round-robin");
    }

    private HttpResponse<String> reload(String services) throws IOException, InterruptedException {
        Files.writeString(file, ROUTES + services);
        return operator("POST", "/actuator/refresh");
    }

    private HttpResponse<String> operator(String method, String path) throws IOException, InterruptedException {
        return gateway.send(HttpRequest.newBuilder(gateway.managementUri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + TOKEN)
                .build());
    }

    @Test
    void nobodyButOperatorsReloads() throws Exception {
        HttpResponse<String> answer = gateway.send(HttpRequest.newBuilder(gateway.managementUri("/actuator/refresh"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/express/", "/spring/"})
    void settingsHoldFromTheNextRequestOnAndThoseUnderWayEndWell(String lane) throws Exception {
        one.hold();
        two.hold();
        CompletableFuture<HttpResponse<String>> underWay = gateway.getLater(lane + "slow");
        RoutingIT.await(
                "a worker to have it",
                () -> one.requests().contains("GET " + lane + "slow ")
                        || two.requests().contains("GET " + lane + "slow "));

        assertThat(reload("equipoise.services.default.most-at-once=1\n").statusCode())
                .isEqualTo(200);
        CompletableFuture<HttpResponse<String>> next = gateway.getLater(lane + "next");
        RoutingIT.await(
                "a worker to have it",
                () -> one.requests().contains("GET " + lane + "next ")
                        || two.requests().contains("GET " + lane + "next "));
        HttpResponse<String> refused = gateway.get(lane + "one-too-many");
        RoutingIT.assertProblem(refused, 503, "service-overloaded");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");

        one.release();
        two.release();
        assertThat(underWay.get().statusCode()).isEqualTo(200);
        assertThat(next.get().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/express/", "/spring/"})
    void whatIsBeyondTheRateIsRefusedUntilThatIsTakenBack(String lane) throws Exception {
        reload("""
                equipoise.services.default.rate-limit.requests=1
                equipoise.services.default.rate-limit.per=1h
                """);
        assertThat(gateway.get(lane).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = gateway.get(lane);
        RoutingIT.assertProblem(refused, 429, "service-limited");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("3600");
        reload("");
        assertThat(gateway.get(lane).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/express/", "/spring/"})
    void requestsWaitWhileAllWorkersAreBusyAndAreServedThen(String lane) throws Exception {
        reload("""
                equipoise.services.default.worker-limit=1
                equipoise.services.default.queue-size=1
                equipoise.services.default.queue-timeout=1m
                """);
        one.hold();
        two.hold();
        int before = one.requests().size() + two.requests().size();
        CompletableFuture<HttpResponse<String>> first = gateway.getLater(lane);
        CompletableFuture<HttpResponse<String>> second = gateway.getLater(lane);
        RoutingIT.await(
                "both to be busy", () -> one.requests().size() + two.requests().size() == before + 2);
        CompletableFuture<HttpResponse<String>> waiting = gateway.getLater(lane);
        RoutingIT.await(
                "one to wait",
                () -> gateway.bean(Forwarder.class).service("default").waiting() == 1);
        RoutingIT.assertProblem(gateway.get(lane), 503, "service-overloaded");
        one.release();
        two.release();
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(second.get().statusCode()).isEqualTo(200);
        assertThat(waiting.get().statusCode()).isEqualTo(200);
    }

    /** Without the second worker each of these would end with 504 after a minute. */
    @ParameterizedTest
    @ValueSource(strings = {"/express/", "/spring/"})
    void aWorkerThatHangsIsNotWaitedForWhereASecondOneMayHaveIt(String lane) throws Exception {
        reload("""
                equipoise.services.default.retries=0
                equipoise.services.default.hedge-after=20ms
                equipoise.services.default.hedge-share=1
                """);
        one.hold();
        int before = one.requests().size();
        for (int i = 0; i < 6; i++) {
            assertThat(gateway.get(lane).body()).isEqualTo("two: ");
        }
        assertThat(one.requests().size()).as("requests that hang").isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker-limit=many", "polcy=random", "policy=best", "fallback=default"})
    void whatCannotBeIsRefusedAndNothingChanges(String setting) throws Exception {
        reload("equipoise.services.default.policy=least-assigned\n");
        HttpResponse<String> refused =
                reload("equipoise.services.default.policy=random\nequipoise.services.default." + setting + "\n");
        RoutingIT.assertProblem(refused, 400, "invalid-setting");
        assertThat(gateway.bean(ServiceBalancers.class).of("default").policy()).isEqualTo("least-assigned");
        assertThat(gateway.get("/express/").statusCode()).isEqualTo(200);
    }

    @Test
    void aRouteThatIsAddedIsFoundAndTakesTheLaneItCan() throws Exception {
        assertThat(gateway.get("/more/x").statusCode()).isEqualTo(404);
        reload("""
                spring.cloud.gateway.server.webflux.routes[2].id=more
                spring.cloud.gateway.server.webflux.routes[2].uri=lb://default
                spring.cloud.gateway.server.webflux.routes[2].predicates[0]=Path=/more/**
                """);
        assertThat(gateway.get("/more/x").statusCode()).isEqualTo(200);
        assertThat(operator("GET", "/actuator/lanes").body())
                .contains("\"route\":\"more\",\"service\":\"default\",\"lane\":\"express\"");
    }

    /** The same key leads to the same worker, whichever lane; different keys to different ones. */
    @ParameterizedTest
    @ValueSource(strings = {"header:X-Key", "cookie:key", "query:key", "path:2", "path", "client-ip"})
    void bothLanesHashTheSame(String hashOn) throws Exception {
        ServiceBalancers balancers = gateway.bean(ServiceBalancers.class);
        balancers.switchPolicy("default", "consistent-hash");
        balancers.change("default", HashOn.parse(hashOn, "p"), WorkerLimit.NONE);
        Set<String> workers = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            String tail = "k" + i + "?key=k" + i;
            String[] headers = {"X-Key", "k" + i, "Cookie", "key=k" + i};
            String express = worker(gateway.get("/express/" + tail, headers));
            String spring = worker(gateway.get("/spring/" + tail, headers));
            if (hashOn.equals("path")) {
                assertThat(worker(gateway.get("/express/" + tail, headers))).isEqualTo(express);
                assertThat(worker(gateway.get("/spring/" + tail, headers))).isEqualTo(spring);
            } else {
                assertThat(spring).as("key %d", i).isEqualTo(express);
            }
            workers.add(express);
        }
        assertThat(workers).hasSize(hashOn.equals("client-ip") ? 1 : 2);
    }

    private static String worker(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("Equipoise-Worker").orElseThrow();
    }
}
