package dev.equipoise.registry.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import dev.equipoise.http.message.StrictJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void aWholeNumberIsANumber() {
        assertThat(heartbeat("{\"cpu\":1,\"memory\":0,\"bandwidth\":0.5,\"queue\":2}"))
                .isEqualTo(new LoadReport(1, 0, 0.5, 0, 0, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cpu\":\"1\"}",
                "{\"cpu\":true}",
                "{\"cpu\":\"\"}",
                "{\"queue\":1.5}",
                "{\"queue\":1.0}",
                "{\"queue\":\"1\"}",
                "{\"queue\":false}",
                "{\"queue\":99999999999}",
                "{\"cpu\":[1]}",
                "{\"cpu\":1,\"cpu\":1}",
                "{\"gpu\":1}",
                "{\"cpu\":1}{}",
                "{\"cpu\":NaN}"
            })
    void nothingElseIs(String body) {
        assertThatThrownBy(() -> heartbeat(body))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.MALFORMED_JSON));
    }

    private static LoadReport heartbeat(String body) {
        return StrictJson.read(body.getBytes(StandardCharsets.UTF_8), HeartbeatBody.class)
                .load();
    }
}
