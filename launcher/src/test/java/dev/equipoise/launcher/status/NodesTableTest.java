package dev.equipoise.launcher.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodesTableTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static final String ANSWER = """
            {"workers": [
              {"id": "a", "address": "http://10.0.0.1:80", "services": ["x", "y"], "zone": "z1", "status": "UP",
               "load": {"inFlight": 3, "cpu": 0.254}, "weight": 2.5, "since": "2026-11-21T09:00:00Z",
               "leaseEnds": "2026-11-21T10:00:12Z", "added": {"by": "a newer registry"}},
              {"id": "b", "address": "http://10.0.0.2:80", "status": "DRAINING"}
            ]}
            """;

    @Test
    void aNodeIsALine() {
        List<String> lines = new NodesTable(NOW, List.of("http://10.0.0.1:80")).lines(Node.listedIn(ANSWER));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1).split(" {2,}"))
                .containsExactly(
                        "a",
                        "http://10.0.0.1:80",
                        "x,y",
                        "z1",
                        "up",
                        "yes",
                        "3",
                        "25 %",
                        "2.5",
                        "60 min ago",
                        "12 s left");
        assertThat(lines.get(2)).contains("draining").contains(" no ").endsWith("-");
    }

    @Test
    void withoutAGatewayTrafficIsUnknown() {
        List<String> lines = new NodesTable(NOW, null).lines(Node.listedIn(ANSWER));
        assertThat(lines.get(1)).contains("?");
        assertThat(lines.get(lines.size() - 1)).contains("--gateway");
    }

    @Test
    void anEmptyFleetIsASentence() {
        assertThat(new NodesTable(NOW, List.of()).lines(Node.listedIn("{\"workers\":[]}")))
                .containsExactly("The registry answers, and no worker is registered.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"workers\": 3}"})
    void whatIsNoAnswerOfARegistryIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Node.listedIn(text));
    }

    @Test
    void theGatewaysAddressesAreRead() {
        assertThat(Node.addressesIn("[\"http://10.0.0.1:80\"]")).containsExactly("http://10.0.0.1:80");
        assertThatIllegalArgumentException().isThrownBy(() -> Node.addressesIn("{}"));
    }
}
