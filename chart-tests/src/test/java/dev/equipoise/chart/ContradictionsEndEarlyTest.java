package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContradictionsEndEarlyTest {

    private static final String EXTERNAL = Scenario.EXTERNAL;
    private static final String PRODUCTION = "production: true\n" + EXTERNAL;

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of(
                        "{production: true, gateway: {replicas: 2}, registry: {replicas: 2}}",
                        "a single Redis is a single point of failure"),
                Arguments.of(PRODUCTION + "registry: {replicas: 2}", "needs two gateways"),
                Arguments.of(
                        PRODUCTION + "gateway: {autoscaling: {enabled: true, minReplicas: 1}}\nregistry: {replicas: 2}",
                        "needs two gateways"),
                Arguments.of(PRODUCTION + "gateway: {replicas: 2}", "needs two registries"),
                Arguments.of(PRODUCTION + "workers: {enabled: true}", "would answer requests of your clients"),
                Arguments.of(
                        "redis: {bundled: {enabled: false}, auth: {existingSecret: a}}", "needs redis.external.host"),
                Arguments.of("redis: {bundled: {enabled: false}, external: {host: a}}", "cannot know its passwords"),
                Arguments.of(
                        "redis: {bundled: {enabled: false}, external: {mode: cluster}, auth: {existingSecret: a}}",
                        "needs redis.external.nodes"),
                Arguments.of(
                        "redis: {bundled: {enabled: false}, external: {mode: sentinel, nodes: ['a:1']}, auth: {existingSecret: a}}",
                        "needs redis.external.sentinelMaster"),
                Arguments.of(
                        "redis: {bundled: {enabled: false}, external: {mode: cluster, host: a, nodes: ['a:1']}, auth: {existingSecret: a}}",
                        "is for redis.external.mode=standalone"),
                Arguments.of("redis: {external: {host: redis.example.com}}", "does not go with redis.external"),
                Arguments.of("redis: {tls: {enabled: true}}", "redis.tls is for an external Redis"),
                Arguments.of(EXTERNAL + "  tls: {caSecret: authority}", "do nothing without redis.tls.enabled=true"),
                Arguments.of(
                        "gateway: {autoscaling: {enabled: true, minReplicas: 5, maxReplicas: 4}}",
                        "greater than maxReplicas"),
                Arguments.of("gateway: {autoscaling: {enabled: true, cpuPercent: 0}}", "needs something to follow"),
                Arguments.of(
                        "gateway: {autoscaling: {enabled: true}, resources: {requests: {cpu: null}}}",
                        "is a percentage of gateway.resources.requests.cpu"),
                Arguments.of("reputation: {replicas: 2}", "needs reputation.export.accessMode=ReadWriteMany"),
                Arguments.of(
                        "{workers: {enabled: true}, trust: {demo: {enabled: false}}}", "needs trust.demo.enabled=true"),
                Arguments.of("trust: {demo: {services: []}}", "a key that may register nothing"),
                Arguments.of("trust: {networks: []}", "trust.networks is empty"),
                Arguments.of(
                        "{ingress: {enabled: true}, httpRoute: {enabled: true, parentRefs: [{name: a}]}}",
                        "both claim every host"),
                Arguments.of("ingress: {enabled: true, tlsSecret: a}", "needs ingress.hosts"),
                Arguments.of("httpRoute: {enabled: true}", "needs httpRoute.parentRefs"),
                Arguments.of(
                        "console: {config: {equipoise: {console: {sign-in: {operators: [{name: ada}]}}}}}",
                        "hashes of passwords do not belong into a ConfigMap"),
                Arguments.of("console: {enabled: false, ingress: {enabled: true, hosts: [a]}}", "lead nowhere"),
                Arguments.of("console: {ingress: {enabled: true}}", "needs console.ingress.hosts"),
                Arguments.of(
                        "console: {httpRoute: {enabled: true, parentRefs: [{name: a}]}}",
                        "needs console.httpRoute.parentRefs and console.httpRoute.hosts"),
                Arguments.of(
                        "{ingress: {enabled: true, hosts: [a, b]}, console: {ingress: {enabled: true, hosts: [b]}}}",
                        "have a host in common"),
                Arguments.of("gateway: {routes: []}", "gateway.routes is empty"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void aContradictionEndsWithASentence(String values, String sentence) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(sentence);
    }

    /** So that a new one is not forgotten above. */
    @Test
    void everySentenceOfTheChartIsTriedHere() {
        Matcher sentences = Pattern.compile("fail (?:\\(printf )?\"([^\"]+)\"")
                .matcher(Chart.read("helm/equipoise/templates/validate.yaml"));
        int count = 0;
        while (sentences.find()) {
            String sentence = sentences.group(1);
            assertThat(contradictions().map(arguments -> (String) arguments.get()[1]))
                    .as(sentence)
                    .anyMatch(sentence::contains);
            count++;
        }
        assertThat(count).isGreaterThan(20);
    }
}
