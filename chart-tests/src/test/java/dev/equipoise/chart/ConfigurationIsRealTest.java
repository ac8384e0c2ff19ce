package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

class ConfigurationIsRealTest {

    static final Map<String, String[]> PACKAGES = Map.of(
            "gateway", new String[] {"dev.equipoise.gateway"},
            "registry", new String[] {"dev.equipoise.registry", "dev.equipoise.http"},
            "reputation", new String[] {"dev.equipoise.reputation", "dev.equipoise.http"},
            "worker", new String[] {"dev.equipoise.worker", "dev.equipoise.starter"},
            "console", new String[] {"dev.equipoise.console"});

    private static final List<String> CONFIGURED = List.of("gateway", "registry", "reputation", "console");

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void everyPropertyIsOneTheServiceHas(Scenario scenario) {
        Manifests manifests = scenario.render();
        for (String component : CONFIGURED) {
            if (manifests.hasPod(component)) {
                check(component, manifests.application(component));
            }
        }
        manifests.kind("Secret").map(Manifests::secrets).forEach(secret -> {
            if (secret.containsKey("operators.yaml")) {
                check("console", secret.get("operators.yaml"));
            }
        });
    }

    private static void check(String component, String yaml) {
        Properties properties = flat(yaml);
        Set<String> bound =
                SpringProperties.bound(new MapConfigurationPropertySource(properties), PACKAGES.get(component));
        for (Object key : properties.keySet()) {
            String property = key.toString();
            assertThat(
                            property.startsWith("equipoise.")
                                    ? bound.contains(property)
                                    : SpringProperties.isSprings(property))
                    .as("%s of the %s", property, component)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void everyVariableIsOneSomebodyReads(Scenario scenario) {
        String worker = Chart.read("worker-service/src/main/resources/application.yaml");
        scenario.render()
                .pods()
                .flatMap(pod -> Manifests.containers(pod).stream())
                .forEach(container -> {
                    Map<String, Object> environment = new HashMap<>();
                    container
                            .path("env")
                            .forEach(variable -> environment.put(
                                    variable.get("name").asText(),
                                    variable.path("value").asText("given")));
                    Set<String> bound = container.get("name").asText().equals("worker")
                            ? SpringProperties.bound(
                                    ConfigurationPropertySource.from(
                                            new SystemEnvironmentPropertySource("systemEnvironment", environment)),
                                    PACKAGES.get("worker"))
                            : Set.of();
                    for (String variable : environment.keySet()) {
                        boolean read = variable.equals("JAVA_TOOL_OPTIONS")
                                || SpringProperties.isSpringsVariable(variable)
                                || bound.stream()
                                        .anyMatch(name ->
                                                SpringProperties.variable(name).equals(variable))
                                || worker.contains("${" + variable + ":")
                                || container.path("command").toString().contains("$" + variable);
                        assertThat(read)
                                .as("%s of %s", variable, container.get("name"))
                                .isTrue();
                    }
                });
    }

    /** Or else the tests above would prove nothing. */
    @Test
    void whatIsNoPropertyIsFound() {
        for (String yaml : List.of(
                "equipoise: {gateway: {polici: adaptive}}",
                "spring: {data: {redis: {hoost: a}}}",
                "equipoise: {clients: {modes: off}}",
                "server: {prot: 1}")) {
            assertThatThrownBy(() -> check("gateway", yaml)).isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> check("gateway", "equipoise: {gateway: {drain: long}}"))
                .isNotNull();
        assertThat(SpringProperties.isSpringsVariable("SPRING_DATA_REDIS_PASWORD"))
                .isFalse();
    }

    @Test
    void thePortsOfPodsAreThoseTheServicesListenAt() {
        Manifests manifests = Chart.render("{}");
        for (String component : CONFIGURED) {
            Properties properties = flat(manifests.application(component));
            JsonNode pod = manifests.pod(component);
            assertThat(properties.get("server.port")).isEqualTo(ReferencesHoldTest.port(pod, "http"));
            assertThat(properties.getOrDefault("management.server.port", 0))
                    .isEqualTo(ReferencesHoldTest.port(pod, "management"));
        }
        assertThat(flat(Chart.read("worker-service/src/main/resources/application.yaml"))
                        .get("server.port"))
                .isEqualTo(ReferencesHoldTest.port(
                        Chart.render("workers: {enabled: true}").pod("worker"), "http"));
    }

    @Test
    void filesThatServicesReadAreMounted() {
        Manifests manifests = Scenario.ci("ha-values.yaml").render();
        for (String component : CONFIGURED) {
            List<String> mounts = Manifests.stream(manifests.pod(component).at("/spec/containers/0/volumeMounts"))
                    .map(mount -> mount.get("mountPath").asText())
                    .toList();
            flat(manifests.application(component)).values().stream()
                    .map(value -> value.toString().replaceFirst("^file:", ""))
                    .filter(value -> value.startsWith("/etc/equipoise/") || value.startsWith("/var/"))
                    .forEach(file ->
                            assertThat(mounts).as(file).anyMatch(mount -> (file + "/").startsWith(mount + "/")));
        }
    }

    @Test
    void servicesCallEachOtherWhereTheyAre() {
        Manifests manifests = Chart.render("{}");
        Properties gateway = flat(manifests.application("gateway"));
        Properties console = flat(manifests.application("console"));

        for (String url : List.of(
                gateway.getProperty("equipoise.gateway.registry-url"),
                gateway.getProperty("equipoise.gateway.reputation"),
                console.getProperty("equipoise.console.registries[0]"),
                console.getProperty("equipoise.console.reputations[0]"),
                console.getProperty("equipoise.console.gateways[0]"))) {
            assertThat(manifests
                            .get("Service", URI.create(url).getHost())
                            .at("/spec/ports/0/port")
                            .asInt())
                    .as(url)
                    .isEqualTo(URI.create(url).getPort());
        }
        for (String component : List.of("gateway", "registry", "reputation")) {
            Properties redis = flat(manifests.application(component));
            assertThat(manifests
                            .get("Service", redis.getProperty("spring.data.redis.host"))
                            .at("/spec/ports/0/port")
                            .asInt())
                    .isEqualTo(redis.get("spring.data.redis.port"));
            assertThat(redis.get("spring.data.redis.username")).isEqualTo(component);
        }
    }

    /** A headless Service has as many addresses as there are gateways. */
    @Test
    void theConsoleAsksEveryGateway() {
        Manifests manifests = Chart.render("gateway: {replicas: 3}");
        URI gateways = URI.create(flat(manifests.application("console")).getProperty("equipoise.console.gateways[0]"));

        assertThat(manifests
                        .get("Service", gateways.getHost())
                        .at("/spec/clusterIP")
                        .asText())
                .isEqualTo("None");
    }

    @Test
    void theConsoleDoesNotWaitForServicesThatAreLeftOut() {
        Properties console = flat(Chart.render("reputation: {enabled: false}").application("console"));

        assertThat(console).containsEntry("equipoise.console.reputations", "");
    }

    /** Or else cookies would travel without TLS, and everybody would pay for the wrong passwords of one. */
    @Test
    void theConsoleBelievesProxiesWhereThereIsOneAndOnlyThere() {
        String property = "server.forward-headers-strategy";

        assertThat(flat(Chart.render("{}").application("console"))).doesNotContainKey(property);
        assertThat(flat(Chart.render("console: {ingress: {enabled: true, hosts: [a.example.com]}}")
                        .application("console")))
                .containsEntry(property, "native");
    }

    @Test
    void whatTheOperatorConfiguresWins() {
        Manifests manifests = Chart.render(
                "gateway: {policy: random, config: {equipoise: {gateway: {policy: maglev}, guards: {slow-start: {window: 1s}}}}}");

        assertThat(flat(manifests.application("gateway")))
                .containsEntry("equipoise.gateway.policy", "maglev")
                .containsEntry("equipoise.guards.slow-start.window", "1s")
                .containsKey("equipoise.gateway.registry-url");
    }

    @Test
    void podsAreReplacedWhenTheirConfigurationChanges() {
        String before = checksum("{}");

        assertThat(checksum("gateway: {policy: random}")).isNotEqualTo(before);
        assertThat(checksum("registry: {replicas: 3}")).isEqualTo(before);
    }

    private static String checksum(String values) {
        return Chart.render(values)
                .pod("gateway")
                .at("/metadata/annotations")
                .path("checksum/config")
                .asText();
    }

    private static Properties flat(String yaml) {
        YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
        factory.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNull(factory.getObject());
    }
}
