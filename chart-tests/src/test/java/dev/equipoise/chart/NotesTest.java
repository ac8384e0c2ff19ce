package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is printed after an installation, held against what was installed. */
class NotesTest {

    private static final Pattern FORWARD = Pattern.compile("port-forward service/(\\S+) \\d+:(\\d+)");
    private static final Pattern SECRET = Pattern.compile("get secret (\\S+) -o jsonpath='\\{\\.data\\.(\\w+)}'");

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void commandsNameWhatIsThere(Scenario scenario) {
        Manifests manifests = scenario.render();
        String notes = Chart.notes(scenario.values());
        List<MatchResult> forwards = FORWARD.matcher(notes).results().toList();

        assertThat(forwards).isNotEmpty();
        for (MatchResult forward : forwards) {
            JsonNode service = manifests.get("Service", forward.group(1));
            assertThat(service.at("/spec/ports/0/port").asText()).isEqualTo(forward.group(2));
        }
        SECRET.matcher(notes)
                .results()
                .forEach(read -> assertThat(Manifests.secrets(manifests.get("Secret", read.group(1))))
                        .containsKey(read.group(2)));
    }

    @Test
    void theySayHowToSignInAtTheConsole() {
        assertThat(Chart.notes("{}"))
                .contains(
                        "port-forward service/fleet-equipoise-console 8084:8084",
                        "sign in as operator",
                        "get secret fleet-equipoise-console -o jsonpath='{.data.password}' | base64 -d");
        assertThat(Chart.notes("console: {existingSecret: ours}"))
                .contains("the Secret ours")
                .doesNotContain("sign in as operator");
        assertThat(Chart.notes("console: {enabled: false}")).doesNotContain("8084");
    }

    @Test
    void theySayWhatIsInTheWayOfAnIngress() {
        String ingress = "console: {ingress: {enabled: true, hosts: [c.example.com]}}\n";

        assertThat(Chart.notes(ingress)).contains("networkPolicy.consoleClients");
        assertThat(Chart.notes(ingress + "networkPolicy: {consoleClients: [{podSelector: {}}]}"))
                .doesNotContain("networkPolicy.consoleClients");
    }
}
