package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContainersAreConfinedTest {

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void noneRunsAsRootOrCanBecomeRoot(Scenario scenario) {
        scenario.render().pods().forEach(pod -> {
            JsonNode security = pod.at("/spec/securityContext");
            assertThat(security.get("runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.get("runAsUser").asInt()).isGreaterThan(0);
            assertThat(security.get("runAsGroup").asInt()).isGreaterThan(0);
            assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            for (JsonNode container : Manifests.containers(pod)) {
                JsonNode own = container.get("securityContext");
                assertThat(own.get("runAsNonRoot").asBoolean()).isTrue();
                assertThat(own.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(own.get("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(own.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
                assertThat(own.at("/capabilities/add").isMissingNode()).isTrue();
                assertThat(own.has("privileged") || own.has("runAsUser")).isFalse();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void eachHasRequestsAndLimits(Scenario scenario) {
        scenario.render()
                .pods()
                .forEach(pod -> Manifests.containers(pod).forEach(container -> {
                    for (String bound : Set.of("requests", "limits")) {
                        JsonNode amounts = container.at("/resources/" + bound);
                        assertThat(amounts.properties())
                                .as("%s of %s", bound, container.get("name"))
                                .extracting(Map.Entry::getKey)
                                .contains("cpu", "memory");
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void noneSharesTheNodeOrSpeaksWithTheApiServer(Scenario scenario) {
        Manifests manifests = scenario.render();

        manifests.pods().forEach(pod -> {
            JsonNode spec = pod.get("spec");
            assertThat(spec.get("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(spec.has("hostNetwork") || spec.has("hostPID") || spec.has("hostIPC"))
                    .isFalse();
            Manifests.stream(spec.path("volumes")).forEach(volume -> {
                assertThat(volume.has("hostPath")).isFalse();
                assertThat(volume.has("projected")).isFalse();
            });
        });
        manifests
                .kind("ServiceAccount")
                .forEach(account -> assertThat(
                                account.get("automountServiceAccountToken").asBoolean(true))
                        .isFalse());
        assertThat(manifests.all().stream().map(Manifests::kind))
                .doesNotContain("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    }

    /** Their root is read-only, and a JVM and Tomcat write to /tmp. */
    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void eachServiceHasABoundedPlaceToWriteTo(Scenario scenario) {
        scenario.render()
                .pods()
                .forEach(pod -> Manifests.containers(pod).stream()
                        .filter(container -> container.get("image").asText().contains("equipoise/"))
                        .forEach(container -> {
                            JsonNode tmp = Manifests.stream(container.get("volumeMounts"))
                                    .filter(mount ->
                                            mount.get("mountPath").asText().equals("/tmp"))
                                    .findAny()
                                    .orElseThrow();
                            assertThat(Manifests.stream(pod.at("/spec/volumes"))
                                            .filter(volume -> volume.get("name").equals(tmp.get("name"))))
                                    .singleElement()
                                    .satisfies(volume -> assertThat(volume.at("/emptyDir/sizeLimit")
                                                    .asText())
                                            .isNotEmpty());
                        }));
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void eachThatRunsOnIsProbedAndHasTimeToEnd(Scenario scenario) {
        Manifests manifests = scenario.render();
        manifests.kind("Deployment").forEach(deployment -> {
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            assertThat(container.has("startupProbe")).isTrue();
            assertThat(container.has("livenessProbe")).isTrue();
            assertThat(container.has("readinessProbe")).isTrue();
            if (!Manifests.name(deployment).endsWith("-redis")) {
                assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
                assertThat(container.at("/readinessProbe/httpGet/path").asText())
                        .isEqualTo("/actuator/health/readiness");
            }
        });
        for (String component : Set.of("gateway", "registry", "reputation", "console")) {
            if (manifests.hasPod(component)) {
                JsonNode pod = manifests.pod(component);
                JsonNode settings = Manifests.JSON.valueToTree(Chart.yaml().load(manifests.application(component)));
                int steps = pod.at("/spec/containers/0/lifecycle/preStop/sleep/seconds")
                                .asInt(0)
                        + seconds(settings.at("/equipoise/gateway/drain"))
                        + seconds(settings.at("/spring/lifecycle/timeout-per-shutdown-phase"));
                assertThat(pod.at("/spec/terminationGracePeriodSeconds").asInt())
                        .isEqualTo(steps + 10);
            }
        }
    }

    private static int seconds(JsonNode duration) {
        return duration.isMissingNode() ? 0 : Integer.parseInt(duration.asText().replaceFirst("s$", ""));
    }
}
