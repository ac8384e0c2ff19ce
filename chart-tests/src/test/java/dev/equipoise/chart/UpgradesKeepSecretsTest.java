package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpgradesKeepSecretsTest {

    private static final String KEYS = "fleet-equipoise-keys";
    private static final String USERS = "fleet-equipoise-redis-users";
    private static final String CONSOLE = "fleet-equipoise-console";

    private final Manifests before = Chart.render("{}");

    @AfterEach
    void forget() {
        Chart.cluster().holds();
    }

    @Test
    void whatWasGeneratedOnceStays() {
        Chart.cluster().holds(before.get("Secret", KEYS), before.get("Secret", USERS), before.get("Secret", CONSOLE));

        Manifests after = Chart.render("{}");

        for (String secret : new String[] {KEYS, USERS, CONSOLE}) {
            assertThat(Manifests.secrets(after.get("Secret", secret)))
                    .isEqualTo(Manifests.secrets(before.get("Secret", secret)));
        }
        assertThat(Chart.cluster().requests())
                .contains("GET /api/v1/namespaces/equipoise/secrets/" + KEYS)
                .allMatch(request -> request.startsWith("GET "));
    }

    /** As after an upgrade from a version that did not have it. */
    @Test
    void whatIsMissingIsAddedToWhatIsThere() {
        JsonNode incomplete = before.get("Secret", KEYS).deepCopy();
        ((ObjectNode) incomplete.get("data")).remove("test.hmac");
        Chart.cluster().holds(incomplete);

        Map<String, String> after = Manifests.secrets(Chart.render("{}").get("Secret", KEYS));

        assertThat(after)
                .containsAllEntriesOf(Manifests.secrets(incomplete))
                .containsOnlyKeys("gateway.hmac", "demo.hmac", "test.hmac", "operator.token");
    }

    /** The hashes follow the passwords, and only they. */
    @Test
    void theUsersOfRedisAreWrittenAnewFromThePasswordsThatAreThere() {
        JsonNode outdated = before.get("Secret", USERS).deepCopy();
        ((ObjectNode) outdated.get("data")).put("users.acl", "b2xk");
        Chart.cluster().holds(outdated);

        assertThat(Manifests.secrets(Chart.render("{}").get("Secret", USERS)))
                .isEqualTo(Manifests.secrets(before.get("Secret", USERS)));
    }

    @Test
    void aPasswordThatWasTakenAwayIsNotMadeAgain() {
        JsonNode known = before.get("Secret", CONSOLE).deepCopy();
        ((ObjectNode) known.get("data")).remove("password");
        Chart.cluster().holds(known);

        assertThat(Manifests.secrets(Chart.render("{}").get("Secret", CONSOLE))).isEqualTo(Manifests.secrets(known));
    }

    /** How a password is changed. */
    @Test
    void operatorsWhoWereTakenAwayAreMadeOfThePasswordThatIsThere() {
        JsonNode changed = before.get("Secret", CONSOLE).deepCopy();
        ObjectNode data = (ObjectNode) changed.get("data");
        data.remove("operators.yaml");
        data.put("password", "YW5vdGhlciBwYXNzd29yZA==");
        Chart.cluster().holds(changed);

        Map<String, String> after = Manifests.secrets(Chart.render("{}").get("Secret", CONSOLE));

        assertThat(after).containsEntry("password", "another password");
        assertThat(after.get("operators.yaml"))
                .contains("{bcrypt}$2")
                .isNotEqualTo(Manifests.secrets(before.get("Secret", CONSOLE)).get("operators.yaml"));
    }

    /** Or else the tests above would prove nothing. */
    @Test
    void inAnEmptyClusterTheyAreNew() {
        assertThat(Manifests.secrets(Chart.render("{}").get("Secret", KEYS)).values())
                .doesNotContainAnyElementsOf(
                        Manifests.secrets(before.get("Secret", KEYS)).values());
    }
}
