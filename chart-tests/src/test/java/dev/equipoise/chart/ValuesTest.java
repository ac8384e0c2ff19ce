package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final String BEGIN = "<!-- values: written by ValuesTest -->\n";
    private static final String END = "<!-- end of values -->";

    private final List<DescribedValue> values = DescribedValue.in(Chart.read("helm/equipoise/values.yaml"));
    private final JsonNode schema =
            Manifests.JSON.valueToTree(Chart.yaml().load(Chart.read("helm/equipoise/values.schema.json")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas: 3",
                "gateway: {replicaz: 3}",
                "gateway: {replicas: three}",
                "gateway: {replicas: 0}",
                "gateway: {resources: {limits: null}}",
                "gateway: {resources: {limits: {cpu: null}}}",
                "gateway: {hashOn: moon}",
                "gateway: {image: {repo: a}}",
                "registry: {publicUrl: registry.example.com}",
                "reputation: {mode: maybe}",
                "reputation: {export: {accessMode: ReadOnlyMany}}",
                "console: {replicas: 2}",
                "console: {ingress: {host: a.example.com}}",
                "console: {httpRoute: {parentRefs: [{nme: a}]}}",
                "pods: {antiAffinity: strong}",
                "pods: {labels: {a: 1}}",
                "redis: {external: {port: 70000}}",
                "redis: {external: {nodes: [host-without-port]}}",
                "redis: {bundled: {userId: 0}}",
                "redis: {auth: {users: {gateway: a}, passwords: {}}}",
                "networkPolicy: {clients: [{namespace: a}]}",
                "trust: {networks: [everywhere]}"
            })
    void whatCannotBeIsRefusedByTheSchema(String wrong) {
        assertThatThrownBy(() -> Chart.render(wrong)).hasMessageContaining("schema");
    }

    @Test
    void theSchemaIsClosedWhereverItNamesFields() {
        assertThat(open(schema, "")).isEmpty();
    }

    private static Set<String> open(JsonNode node, String path) {
        Set<String> open = new TreeSet<>();
        if (node.has("properties") && node.path("type").asText().equals("object")) {
            JsonNode others = node.path("additionalProperties");
            if (!others.isBoolean() || others.asBoolean()) {
                open.add(path);
            }
        }
        node.properties().forEach(entry -> open.addAll(open(entry.getValue(), path + "/" + entry.getKey())));
        return open;
    }

    @Test
    void theSchemaKnowsExactlyTheValuesThereAre() {
        for (DescribedValue value : values) {
            JsonNode described = schema;
            for (String step : value.path().split("\\.")) {
                described = described.path("properties").path(step);
            }
            assertThat(described.path("description").asText()).as(value.path()).isEqualTo(value.sentence());
        }
        assertThat(leaves(schema, ""))
                .containsExactlyInAnyOrderElementsOf(
                        values.stream().map(DescribedValue::path).toList());
    }

    /** Paths of the schema that have a description, but for what Helm itself hands in. */
    private static Set<String> leaves(JsonNode node, String path) {
        Set<String> leaves = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : node.path("properties").properties()) {
            String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            if (entry.getValue().has("description")) {
                leaves.add(below);
            } else {
                leaves.addAll(leaves(entry.getValue(), below));
            }
        }
        leaves.remove("global");
        return leaves;
    }

    @Test
    void everyValueHasOneSentenceAndTheFileIsShort() {
        assertThat(Chart.read("helm/equipoise/values.yaml").lines().count()).isLessThanOrEqualTo(300);
        assertThat(values)
                .hasSizeGreaterThan(90)
                .allSatisfy(value -> assertThat(value.sentence())
                        .as(value.path())
                        .matches("[A-Z].*\\.")
                        .doesNotContain(". "));
    }

    /** Rewrite it with {@code -Dchart.readme=write}. */
    @Test
    void theReadmeOfTheChartListsTheValuesAsTheyAre() throws IOException {
        String readme = Chart.read("helm/equipoise/README.md");
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        StringBuilder table = new StringBuilder("| value | default | what |\n|---|---|---|\n");
        values.forEach(value -> table.append(value.row()).append('\n'));
        String expected = readme.substring(0, begin) + table + readme.substring(readme.indexOf(END));
        if ("write".equals(System.getProperty("chart.readme"))) {
            Files.writeString(Chart.DIRECTORY.resolve("README.md"), expected);
        } else {
            assertThat(readme).isEqualTo(expected);
        }
    }

    @Test
    void whatIsNotPackagedIsNotNeeded() {
        try (var files = Files.walk(Chart.DIRECTORY)) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .as("Helm stores a chart in a Secret of one megabyte")
                    .isLessThan(300_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
