package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencesHoldTest {

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void selectorsMatchExactlyTheirOwnPods(Scenario scenario) {
        Manifests manifests = scenario.render();

        manifests.kind("Deployment").forEach(deployment -> {
            Map<String, String> selector = Manifests.texts(deployment.at("/spec/selector/matchLabels"));
            assertThat(selected(manifests, selector)).containsExactly(deployment.at("/spec/template"));
        });
        for (String kind : List.of("PodDisruptionBudget", "NetworkPolicy")) {
            manifests.kind(kind).forEach(manifest -> {
                String at = kind.equals("NetworkPolicy") ? "/spec/podSelector" : "/spec/selector";
                assertThat(selected(manifests, Manifests.texts(manifest.at(at + "/matchLabels"))))
                        .as("%s %s", kind, Manifests.name(manifest))
                        .hasSize(1);
            });
        }
    }

    /** It cannot be changed during the life of a Deployment, so no version may be in it. */
    @Test
    void selectorsHoldNothingThatChanges() {
        Chart.render("{}")
                .kind("Deployment")
                .forEach(deployment -> assertThat(Manifests.texts(deployment.at("/spec/selector/matchLabels"))
                                .keySet())
                        .containsExactlyInAnyOrder(
                                "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component"));
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void servicesReachPortsThatThereAre(Scenario scenario) {
        Manifests manifests = scenario.render();

        manifests.kind("Service").forEach(service -> {
            List<JsonNode> pods = selected(manifests, Manifests.texts(service.at("/spec/selector")));
            assertThat(pods).as(Manifests.name(service)).hasSize(1);
            service.at("/spec/ports")
                    .forEach(port -> assertThat(
                                    port(pods.get(0), port.get("targetPort").asText()))
                            .as("%s of %s", port.get("targetPort"), Manifests.name(service))
                            .isPositive());
        });
        manifests
                .pods()
                .forEach(pod -> Manifests.containers(pod).forEach(container -> {
                    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                        for (String how : List.of("httpGet", "tcpSocket")) {
                            JsonNode port = container.at("/" + probe + "/" + how + "/port");
                            assertThat(port.isMissingNode() || port(pod, port.asText()) > 0)
                                    .as("%s of %s", probe, container.get("name"))
                                    .isTrue();
                        }
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void theManagementPortDoesNotLeaveTheCluster(Scenario scenario) {
        Manifests manifests = scenario.render();

        manifests
                .kind("Service")
                .filter(service -> Manifests.stream(service.at("/spec/ports"))
                        .anyMatch(port -> port.get("targetPort").asText().equals("management")))
                .forEach(
                        service -> assertThat(service.at("/spec/type").asText()).isEqualTo("ClusterIP"));
        for (String kind : List.of("Ingress", "HTTPRoute")) {
            manifests
                    .kind(kind)
                    .forEach(route -> assertThat(route.get("spec").toString()).doesNotContain("management"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void whatLeadsIntoTheClusterNamesItsService(Scenario scenario) {
        Manifests manifests = scenario.render();

        manifests
                .kind("Ingress")
                .forEach(ingress -> ingress.at("/spec/rules").forEach(rule -> {
                    JsonNode backend = rule.at("/http/paths/0/backend/service");
                    assertThat(manifests
                                    .get("Service", backend.get("name").asText())
                                    .at("/spec/ports/0/name"))
                            .isEqualTo(backend.at("/port/name"));
                }));
        manifests.kind("HTTPRoute").forEach(route -> {
            JsonNode backend = route.at("/spec/rules/0/backendRefs/0");
            assertThat(manifests.get("Service", backend.get("name").asText()).at("/spec/ports/0/port"))
                    .isEqualTo(backend.get("port"));
        });
        manifests.kind("HorizontalPodAutoscaler").forEach(scaler -> {
            JsonNode deployment = manifests.get(
                    "Deployment", scaler.at("/spec/scaleTargetRef/name").asText());
            assertThat(deployment.at("/spec/replicas").isMissingNode())
                    .as("an upgrade would take back what the autoscaler did")
                    .isTrue();
        });
        manifests.kind("ServiceMonitor").forEach(monitor -> {
            Map<String, String> wanted = Manifests.texts(monitor.at("/spec/selector/matchLabels"));
            assertThat(manifests
                            .kind("Service")
                            .filter(service ->
                                    Manifests.labels(service).entrySet().containsAll(wanted.entrySet())))
                    .singleElement()
                    .satisfies(service -> assertThat(service.at("/spec/ports/0/name"))
                            .isEqualTo(monitor.at("/spec/endpoints/0/port")));
        });
    }

    /** Unless it is led out by name, the console is for those who may forward ports. */
    @Test
    void theConsoleStaysInsideUnlessItsOwnHostsLeadToIt() {
        String service = "fleet-equipoise-console";
        Manifests inside = Chart.render(
                "{ingress: {enabled: true, hosts: [a.example.com]}, "
                        + "httpRoute: {enabled: true, parentRefs: [{name: public}]}, gateway: {service: {type: LoadBalancer}}}");
        Manifests led =
                Chart.render("{ingress: {enabled: true}, console: {ingress: {enabled: true, hosts: [c.example.com]}}}");

        assertThat(inside.get("Service", service).at("/spec/type").asText()).isEqualTo("ClusterIP");
        assertThat(inside.all().stream()
                        .filter(manifest -> List.of("Ingress", "HTTPRoute").contains(Manifests.kind(manifest)))
                        .map(JsonNode::toString))
                .hasSize(2)
                .noneMatch(route -> route.contains("console"));
        assertThat(led.kind("Ingress")
                        .filter(ingress -> ingress.get("spec").toString().contains(service)))
                .singleElement()
                .satisfies(ingress -> assertThat(ingress.at("/spec/rules").findValuesAsText("host"))
                        .containsExactly("c.example.com"));
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void whatPodsMountIsThereOrNamedByTheValues(Scenario scenario) {
        Manifests manifests = scenario.render();

        manifests.pods().forEach(pod -> {
            Set<String> volumes = Manifests.stream(pod.at("/spec/volumes"))
                    .map(volume -> volume.get("name").asText())
                    .collect(Collectors.toSet());
            Manifests.containers(pod)
                    .forEach(container -> container
                            .path("volumeMounts")
                            .forEach(mount -> assertThat(volumes)
                                    .contains(mount.get("name").asText())));
            pod.at("/spec/volumes").forEach(volume -> {
                if (volume.has("configMap")) {
                    assertThat(manifests.has(
                                    "ConfigMap", volume.at("/configMap/name").asText()))
                            .isTrue();
                } else if (volume.has("persistentVolumeClaim")) {
                    String claim = volume.at("/persistentVolumeClaim/claimName").asText();
                    assertThat(manifests.has("PersistentVolumeClaim", claim)
                                    || scenario.values().contains(claim))
                            .as(claim)
                            .isTrue();
                } else if (volume.has("secret")) {
                    JsonNode secret = volume.get("secret");
                    keys(
                            scenario,
                            manifests,
                            secret.get("secretName").asText(),
                            Manifests.stream(secret.path("items"))
                                    .map(item -> item.get("key").asText())
                                    .toList());
                }
            });
            Manifests.containers(pod)
                    .forEach(container -> container.path("env").forEach(variable -> {
                        JsonNode secret = variable.at("/valueFrom/secretKeyRef");
                        if (!secret.isMissingNode()) {
                            keys(
                                    scenario,
                                    manifests,
                                    secret.get("name").asText(),
                                    List.of(secret.get("key").asText()));
                        }
                    }));
        });
    }

    private static void keys(Scenario scenario, Manifests manifests, String secret, List<String> keys) {
        if (manifests.has("Secret", secret)) {
            assertThat(Manifests.secrets(manifests.get("Secret", secret))).containsKeys(keys.toArray(String[]::new));
        } else {
            assertThat(scenario.values()).contains(secret);
        }
    }

    private static List<JsonNode> selected(Manifests manifests, Map<String, String> selector) {
        assertThat(selector).isNotEmpty();
        return manifests
                .pods()
                .filter(pod -> Manifests.labels(pod).entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    /** The number of a named port of a pod; 0 if it has none of this name. */
    static int port(JsonNode pod, String name) {
        return Manifests.containers(pod).stream()
                .flatMap(container -> Manifests.stream(container.path("ports")))
                .filter(port -> port.get("name").asText().equals(name)
                        || port.get("containerPort").asText().equals(name))
                .mapToInt(port -> port.get("containerPort").asInt())
                .findAny()
                .orElse(0);
    }
}
