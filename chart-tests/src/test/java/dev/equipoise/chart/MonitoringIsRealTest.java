package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonitoringIsRealTest {

    /** Of the frameworks; as the endpoints of running services show them. */
    private static final Set<String> FRAMEWORKS = Set.of(
            "up",
            "http_server_requests_seconds_count",
            "jvm_memory_used_bytes",
            "jvm_memory_max_bytes",
            "jvm_gc_pause_seconds_sum",
            "process_cpu_usage");

    private static final Pattern METRIC = Pattern.compile("\\b([a-z]+_[a-z_]+|up)\\b(?=[{\\[ )]|$)");
    private static final Pattern SUFFIX = Pattern.compile("_total$|_seconds_(count|sum|max)$");
    private static final Pattern WORDS = Pattern.compile("\"[^\"]*\"|\\b(by|on|without) \\([^)]*\\)");

    private final Manifests manifests = Chart.render(
            "monitoring: {rules: {enabled: true, runbookUrl: 'https://docs/operations'}, dashboard: {enabled: true}}");
    private final List<JsonNode> alerts = Manifests.stream(
                    manifests.kind("PrometheusRule").findAny().orElseThrow().at("/spec/groups/0/rules"))
            .toList();

    @Test
    void everyAlertHasAPageThatSaysWhatItMeansAndWhatToDo() {
        String page = Chart.read("docs/operations.md");
        for (JsonNode alert : alerts) {
            String name = alert.get("alert").asText();
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("https://docs/operations#" + name.toLowerCase(Locale.ROOT));
            assertThat(alert.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(page).containsPattern("(?m)^### " + name + "$\n\n.+\n(.+\n)*\n\\*\\*Do\\*\\*: .+");
        }
        assertThat(Pattern.compile("(?m)^### (Equipoise\\w+)$")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(alerts.stream()
                        .map(alert -> alert.get("alert").asText())
                        .toList());
    }

    @Test
    void alertsAndPanelsAskForMetricsThatThereAre() {
        Set<String> ours = ourMeters();
        List<String> expressions = Stream.concat(
                        alerts.stream().map(alert -> alert.get("expr").asText()), panels())
                .toList();

        assertThat(expressions).hasSizeGreaterThan(40);
        for (String expression : expressions) {
            Set<String> asked = metrics(expression);
            assertThat(asked).as(expression).isNotEmpty();
            for (String metric : asked) {
                assertThat(FRAMEWORKS.contains(metric)
                                || ours.contains(SUFFIX.matcher(metric).replaceFirst("")))
                        .as("%s in %s", metric, expression)
                        .isTrue();
            }
        }
    }

    @Test
    void metricsAreFoundInExpressions() {
        assertThat(metrics("sum by (pod, route_id) (rate(equipoise_a_total{x=\"b_c\"}[5m])) / up == 0"))
                .containsExactlyInAnyOrder("equipoise_a_total", "up");
    }

    @Test
    void theDashboardNamesItsDataSourceByAVariable() {
        JsonNode dashboard = dashboard();

        assertThat(dashboard.findValues("uid").stream().map(JsonNode::asText).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("equipoise", "${datasource}");
        assertThat(dashboard.at("/panels").findValuesAsText("id")).doesNotHaveDuplicates();
    }

    private Stream<String> panels() {
        return Manifests.stream(dashboard().at("/panels"))
                .flatMap(panel -> Manifests.stream(panel.path("targets")))
                .map(target -> target.get("expr").asText());
    }

    private JsonNode dashboard() {
        try {
            return Manifests.JSON.readTree(manifests
                    .get("ConfigMap", "fleet-equipoise-dashboard")
                    .at("/data/equipoise.json")
                    .asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> metrics(String expression) {
        Set<String> metrics = new TreeSet<>();
        Matcher found = METRIC.matcher(WORDS.matcher(expression).replaceAll("").replaceAll("\\{[^}]*}", "{}"));
        while (found.find()) {
            metrics.add(found.group(1));
        }
        return metrics;
    }

    /** Names of meters in our sources, as Prometheus spells them; a counter lacks its {@code _total}, a timer what it counts. */
    private static Set<String> ourMeters() {
        Pattern literal = Pattern.compile("\"(equipoise\\.[a-z.]+)\"");
        Set<String> meters = new TreeSet<>();
        for (String module : List.of("balancer-gateway", "registry-service", "reputation-service")) {
            try (Stream<Path> files = Files.walk(Chart.REPOSITORY.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    literal.matcher(Files.readString(file))
                            .results()
                            .forEach(found -> meters.add(found.group(1).replace('.', '_')));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        // Problems counts for both services, under a prefix of each.
        for (String service : List.of("registry", "reputation")) {
            meters.add("equipoise_" + service + "_refusals");
            meters.add("equipoise_" + service + "_limited");
        }
        return meters;
    }
}
