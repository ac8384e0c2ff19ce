package dev.equipoise.gateway.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionDrainIT {

    @Test
    void answersSayThatTheConnectionEndsOnceTheGatewayDoes() throws Exception {
        try (WorkerForTests worker = new WorkerForTests("a");
                GatewayForTests gateway = GatewayForTests.over(List.of(worker))) {
            HttpResponse<String> before = gateway.get("/");
            assertThat(before.headers().firstValue("connection")).isEmpty();

            gateway.bean(ConnectionDrain.class).stop();

            HttpResponse<String> after = gateway.get("/");
            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(after.headers().firstValue("connection")).contains("close");
            assertThat(gateway.get("/workers").headers().firstValue("connection"))
                    .contains("close");
        }
    }
}
