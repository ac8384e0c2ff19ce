package dev.equipoise.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesEndpointIT {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void operatorsSeeWhichLaneEachRouteTakesAndWhy(@TempDir Path directory) throws Exception {
        Path token = Files.writeString(directory.resolve("operator.token"), TOKEN);
        String routes = "--spring.cloud.gateway.server.webflux.routes";
        try (WorkerForTests worker = new WorkerForTests("one");
                GatewayForTests gateway = GatewayForTests.over(
                        List.of(worker),
                        "--equipoise.gateway.operator-token-file=" + token,
                        "--equipoise.gateway.registry-url=http://127.0.0.1:1",
                        routes + "[0].id=beta",
                        routes + "[0].uri=lb://default",
                        routes + "[0].predicates[0]=Path=/b/**",
                        routes + "[0].predicates[1]=Header=X-Beta, true",
                        routes + "[1].id=all",
                        routes + "[1].uri=lb://default",
                        routes + "[1].predicates[0]=Path=/**")) {
            assertThat(gateway.get("/").body()).isEqualTo("one: ");
            HttpRequest.Builder request = HttpRequest.newBuilder(gateway.managementUri("/actuator/lanes"));
            assertThat(gateway.send(request.build()).statusCode()).isEqualTo(401);
            String lanes = gateway.send(
                            request.header("Authorization", "Bearer " + TOKEN).build())
                    .body();
            assertThat(lanes)
                    .contains("\"route\":\"register-worker\"")
                    .contains("\"why\":\"it does not lead to a service (lb://)\"")
                    .contains("\"why\":\"predicate Header\"")
                    .contains("\"route\":\"all\",\"service\":\"default\",\"lane\":\"express\"");
        }
    }
}
