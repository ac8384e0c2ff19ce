package dev.equipoise.gateway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway that was not told of any operator. */
class NoOperatorIT {

    @Test
    void withoutATokenNobodyIsAnOperatorAndTheAnswerNamesTheProperty() throws Exception {
        try (WorkerForTests worker = new WorkerForTests("one");
                GatewayForTests gateway = GatewayForTests.over(List.of(worker))) {
            HttpResponse<String> answer =
                    gateway.send(HttpRequest.newBuilder(gateway.managementUri("/actuator/balancing"))
                            .header("Authorization", "Bearer 0123456789abcdef0123456789abcdef")
                            .build());
            BalancingEndpointIT.assertRefused(answer);
            assertThat(answer.body()).contains("equipoise.gateway.operator-token-file");
        }
    }

    @Test
    void onOnePortForAllTheEndpointIsForOperatorsToo() throws Exception {
        int port = freePort();
        try (WorkerForTests worker = new WorkerForTests("one");
                GatewayForTests gateway = GatewayForTests.over(
                        List.of(worker), "--server.port=" + port, "--management.server.port=" + port)) {
            BalancingEndpointIT.assertRefused(gateway.get("/actuator/balancing/default"));
            assertThat(gateway.get("/actuator/health").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/balancing").body()).isEqualTo("one: ");
        }
    }

    /** Whatever is exposed: who may read the environment or change log levels and routes is an operator. */
    @Test
    void whatIsNotDeclaredOpenIsForOperators() throws Exception {
        try (WorkerForTests worker = new WorkerForTests("one");
                GatewayForTests gateway = GatewayForTests.over(
                        List.of(worker),
                        "--management.endpoints.web.exposure.include=*",
                        "--management.endpoint.gateway.access=unrestricted",
                        "--equipoise.gateway.management.open=health")) {
            for (String endpoint : List.of(
                    "balancing",
                    "lanes",
                    "gateway/routes",
                    "env",
                    "env/server.port",
                    "loggers",
                    "configprops",
                    "beans",
                    "threaddump",
                    "mappings",
                    "metrics",
                    "prometheus",
                    "info")) {
                BalancingEndpointIT.assertRefused(
                        gateway.send(HttpRequest.newBuilder(gateway.managementUri("/actuator/" + endpoint))
                                .build()));
            }
            for (String write : List.of("gateway/refresh", "gateway/routes/x", "loggers/root")) {
                BalancingEndpointIT.assertRefused(
                        gateway.send(HttpRequest.newBuilder(gateway.managementUri("/actuator/" + write))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build()));
            }
            assertThat(gateway.send(HttpRequest.newBuilder(gateway.managementUri("/actuator/health/liveness"))
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(gateway.get("/actuator/env").body())
                    .as("on the clients' port")
                    .isEqualTo("one: ");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
