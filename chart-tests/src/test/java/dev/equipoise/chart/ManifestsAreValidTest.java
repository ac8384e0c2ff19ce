package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsAreValidTest {

    @Test
    void helmHasNothingToSayAgainstTheChart() {
        LintResult result = Chart.helm().lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages())
                .noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void everyManifestIsWhatKubernetesExpects(Scenario scenario) {
        Manifests manifests = scenario.render();

        assertThat(manifests.all()).hasSizeGreaterThan(8);
        for (JsonNode manifest : manifests.all()) {
            assertThat(Models.faults(manifest))
                    .as("%s %s", Manifests.kind(manifest), Manifests.name(manifest))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void namesAreUniqueAndShortEnough(Scenario scenario) {
        Set<String> seen = new HashSet<>();
        for (JsonNode manifest : scenario.render().all()) {
            String name = Manifests.name(manifest);
            assertThat(name).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
            assertThat(seen.add(Manifests.kind(manifest) + "/" + name)).as(name).isTrue();
            Manifests.labels(manifest)
                    .values()
                    .forEach(label -> assertThat(label).hasSizeLessThanOrEqualTo(63));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fullnameOverride", "nameOverride"})
    void aLongNameStillLeavesRoomForWhatFollows(String value) {
        Manifests manifests = Chart.render(value + ": " + "a".repeat(63) + "\nworkers: {enabled: true}");

        manifests.all().forEach(manifest -> assertThat(Manifests.name(manifest)).hasSizeLessThanOrEqualTo(63));
    }

    /** Or else the tests above would prove nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: three, selector: {}, template: {}}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {replicaz: 3, selector: {}, template: {}}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 3, template: {}}}",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, resources: {limit: {}}}]}}",
                "{apiVersion: v1, kind: Service, spec: {ports: [{port: http}]}}",
                "{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, spec: {endpoint: []}}",
                "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, spec: {rules: [{backendRef: []}]}}",
                "{apiVersion: apps/v1, kind: Deploymant}"
            })
    void whatIsWrongIsFound(String manifest) {
        assertThat(Models.faults(Manifests.parse(manifest).all().get(0))).isNotEmpty();
    }
}
