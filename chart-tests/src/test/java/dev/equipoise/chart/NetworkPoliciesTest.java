package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.chart.Network.Party;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPoliciesTest {

    private static final Map<String, String> DNS = Map.of("kubernetes.io/metadata.name", "kube-system");
    private static final Manifests LAPTOP = Scenario.ci("laptop-values.yaml").render();
    private static final Network NETWORK = new Network(LAPTOP);

    @ParameterizedTest
    @CsvSource({
        "gateway, worker, 9001", "gateway, test, 9001", "gateway, registry, 8081", "gateway, reputation, 8082",
        "gateway, redis, 6379", "registry, redis, 6379", "reputation, redis, 6379", "registry, worker, 9001",
        "registry, test, 9001", "worker, registry, 8081", "test, registry, 8081", "test, gateway, 8080",
        "console, registry, 8081", "console, reputation, 8082", "console, gateway, 8090"
    })
    void whoHasToTalkCan(String from, String to, int port) {
        assertThat(NETWORK.lets(Party.of(LAPTOP, from), Party.of(LAPTOP, to), port))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "worker, redis, 6379", "test, redis, 6379", "worker, reputation, 8082", "worker, gateway, 8090",
        "worker, worker, 9001", "reputation, registry, 8081", "reputation, worker, 9001", "registry, reputation, 8082",
        "registry, gateway, 8090", "redis, gateway, 8080", "redis, registry, 8081", "test, gateway, 8090",
        "test, reputation, 8082", "console, redis, 6379", "console, worker, 9001", "console, gateway, 8080",
        "gateway, console, 8084", "registry, console, 8084", "worker, console, 8084", "test, console, 8084"
    })
    void whoHasNotCannot(String from, String to, int port) {
        assertThat(NETWORK.lets(Party.of(LAPTOP, from), Party.of(LAPTOP, to), port))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"gateway", "registry", "reputation", "worker", "test", "console"})
    void namesCanBeLookedUp(String component) {
        Party dns = Party.elsewhere("10.96.0.10", DNS);

        assertThat(NETWORK.lets(Party.of(LAPTOP, component), dns, 53)).isTrue();
    }

    @Test
    void strangersReachThePortOfTheClientsAndNothingElse() {
        for (Party stranger : List.of(
                Party.elsewhere("203.0.113.9", Map.of("name", "internet")),
                Party.elsewhere("10.1.2.3", Map.of("team", "a")))) {
            assertThat(NETWORK.lets(stranger, Party.of(LAPTOP, "gateway"), 8080))
                    .isTrue();
            assertThat(NETWORK.lets(stranger, Party.of(LAPTOP, "gateway"), 8090))
                    .isFalse();
            assertThat(NETWORK.lets(stranger, Party.of(LAPTOP, "registry"), 8081))
                    .isFalse();
            assertThat(NETWORK.lets(stranger, Party.of(LAPTOP, "reputation"), 8082))
                    .isFalse();
            assertThat(NETWORK.lets(stranger, Party.of(LAPTOP, "console"), 8084))
                    .isFalse();
            assertThat(NETWORK.lets(stranger, Party.of(LAPTOP, "redis"), 6379)).isFalse();
            assertThat(NETWORK.lets(stranger, Party.of(LAPTOP, "worker"), 9001)).isFalse();
        }
    }

    @Test
    void whoIsNamedGetsIn() {
        Manifests manifests = Scenario.ci("ha-values.yaml").render();
        Network network = new Network(manifests);
        Party monitoring = Party.elsewhere("10.1.2.3", Map.of("kubernetes.io/metadata.name", "monitoring"));
        Party workers = Party.elsewhere("10.1.2.4", Map.of("equipoise-workers", "yes"));

        assertThat(network.lets(monitoring, Party.of(manifests, "gateway"), 8090))
                .isTrue();
        assertThat(network.lets(monitoring, Party.of(manifests, "registry"), 8081))
                .isTrue();
        assertThat(network.lets(monitoring, Party.of(manifests, "reputation"), 8082))
                .isTrue();
        assertThat(network.lets(monitoring, Party.of(manifests, "console"), 8084))
                .isTrue();
        assertThat(network.lets(
                        Party.elsewhere("10.1.2.5", Map.of("kubernetes.io/metadata.name", "gateways")),
                        Party.of(manifests, "console"),
                        8084))
                .isTrue();
        assertThat(network.lets(workers, Party.of(manifests, "console"), 8084)).isFalse();
        assertThat(network.lets(workers, Party.of(manifests, "registry"), 8081)).isTrue();
        assertThat(network.lets(workers, Party.of(manifests, "reputation"), 8082))
                .isFalse();
        for (String caller : List.of("gateway", "registry")) {
            assertThat(network.lets(Party.of(manifests, caller), workers, 18080))
                    .as("a worker's port")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"26379, true", "6379, true", "22, false"})
    void anExternalRedisIsReachedAtItsPortsOnly(int port, boolean reached) {
        Manifests manifests = Scenario.ci("ha-values.yaml").render();
        Network network = new Network(manifests);
        for (String component : List.of("gateway", "registry", "reputation")) {
            Party redis = Party.elsewhere("10.20.3.4", Map.of("a", "b"));
            if (component.equals("reputation") || reached) {
                assertThat(network.lets(Party.of(manifests, component), redis, port))
                        .isEqualTo(reached);
            }
        }
        assertThat(network.lets(
                        Party.of(manifests, "reputation"), Party.elsewhere("10.21.0.1", Map.of("a", "b")), 6379))
                .isFalse();
    }

    @Test
    void clientsCanBeNarrowedDown() {
        Manifests manifests = Chart.render("networkPolicy: {clients: [{ipBlock: {cidr: 203.0.113.0/24}}]}");
        Network network = new Network(manifests);
        Party gateway = Party.of(manifests, "gateway");

        assertThat(network.lets(Party.elsewhere("203.0.113.9", Map.of("a", "b")), gateway, 8080))
                .isTrue();
        assertThat(network.lets(Party.elsewhere("198.51.100.9", Map.of("a", "b")), gateway, 8080))
                .isFalse();
        assertThat(network.lets(Party.of(manifests, "test"), gateway, 8080)).isTrue();
    }
}
