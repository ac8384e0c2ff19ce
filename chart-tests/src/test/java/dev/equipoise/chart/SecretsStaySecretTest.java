package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.core.registration.KeyFiles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

class SecretsStaySecretTest {

    private static final String KEYS = Chart.RELEASE + "-equipoise-keys";
    private static final String USERS = Chart.RELEASE + "-equipoise-redis-users";
    private static final String CONSOLE = Chart.RELEASE + "-equipoise-console";

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void nothingOfASecretIsAnywhereElse(Scenario scenario) {
        Manifests manifests = scenario.render();
        List<String> secrets = new ArrayList<>();
        manifests.kind("Secret").forEach(secret -> {
            secret.get("data").forEach(value -> secrets.add(value.asText()));
            secrets.addAll(Manifests.secrets(secret).values());
        });

        manifests.all().stream()
                .filter(manifest -> !Manifests.kind(manifest).equals("Secret"))
                .map(JsonNode::toString)
                .forEach(text -> assertThat(secrets).noneMatch(text::contains));
    }

    @ParameterizedTest
    @MethodSource("dev.equipoise.chart.Scenario#all")
    void noConfigMapAndNoVariableHoldsAPassword(Scenario scenario) {
        Manifests manifests = scenario.render();

        manifests
                .kind("ConfigMap")
                .filter(map -> map.at("/data").has("application.yaml"))
                .forEach(map -> assertThat(map.at("/data/application.yaml").asText())
                        .doesNotContainIgnoringCase("password")
                        .doesNotContainIgnoringCase("secret:")
                        .doesNotContain("BEGIN "));
        manifests
                .pods()
                .flatMap(pod -> Manifests.containers(pod).stream())
                .forEach(container -> container.path("env").forEach(variable -> {
                    if (variable.get("name").asText().matches(".*(PASSWORD|TOKEN|SECRET).*")) {
                        assertThat(variable.has("value")).isFalse();
                        assertThat(variable.at("/valueFrom").has("secretKeyRef"))
                                .isTrue();
                    }
                }));
    }

    @Test
    void generatedKeysAreOnesOurServicesTake() {
        Map<String, String> keys = Manifests.secrets(Chart.render("{}").get("Secret", KEYS));

        assertThat(keys).containsOnlyKeys("gateway.hmac", "demo.hmac", "test.hmac", "operator.token");
        for (String key : List.of("gateway.hmac", "demo.hmac", "test.hmac")) {
            assertThat(KeyFiles.hmacSecret(keys.get(key))).as(key).hasSize(32);
        }
        assertThat(keys.get("operator.token")).matches("[!-~]{32,}");
        assertThat(keys.values()).doesNotHaveDuplicates();
    }

    @Test
    void everyReleaseHasSecretsOfItsOwn() {
        assertThat(Manifests.secrets(Chart.render("{}").get("Secret", KEYS)).values())
                .doesNotContainAnyElementsOf(
                        Manifests.secrets(Chart.render("{}").get("Secret", KEYS))
                                .values());
    }

    @Test
    void theUsersOfRedisAreThoseOfItsPageWithThesePasswords() {
        Map<String, String> users = Manifests.secrets(Chart.render("{}").get("Secret", USERS));
        String page = Chart.read("docs/redis.md");
        String expected = page.substring(page.indexOf("```acl\n") + 7);
        expected = expected.substring(0, expected.indexOf("```"));
        for (String user : List.of("registry", "gateway", "reputation")) {
            expected = expected.replace(
                    ">" + user.toUpperCase(Locale.ROOT) + "-PASSWORD", "#" + sha256(users.get(user + "-password")));
        }
        // What that page says to leave away where there is no Cluster.
        expected = expected.replaceAll("(?m)( \\+cluster\\|\\w+)+$", "")
                .replaceAll("(?m)^(user gateway .*) \\+info$", "$1");

        assertThat(users.get("users.acl")).isEqualTo("user default on nopass resetchannels -@all +ping\n" + expected);
    }

    @Test
    void eachPodSeesOnlyTheKeysItNeeds() {
        Manifests manifests = Chart.render("workers: {enabled: true}");

        assertThat(keysOf(manifests, "console")).containsExactly("operator.token");
        assertThat(keysOf(manifests, "gateway")).containsExactlyInAnyOrder("gateway.hmac", "operator.token");
        assertThat(keysOf(manifests, "reputation")).containsExactlyInAnyOrder("gateway.hmac", "operator.token");
        assertThat(keysOf(manifests, "registry"))
                .containsExactlyInAnyOrder("gateway.hmac", "operator.token", "demo.hmac", "test.hmac");
        assertThat(keysOf(manifests, "worker")).containsExactly("demo.hmac");
        assertThat(keysOf(manifests, "test")).containsExactly("test.hmac");
        assertThat(manifests
                        .pods()
                        .filter(pod -> pod.toString().contains(USERS))
                        .map(pod -> Manifests.labels(pod).get("app.kubernetes.io/component")))
                .containsExactlyInAnyOrder("gateway", "registry", "reputation", "redis");
    }

    /** Whoever breaks into the console finds a hash; whoever installs the chart finds the password. */
    @Test
    void theConsoleTakesThePasswordOfItsSecretAndSeesTheHashAlone() {
        Manifests manifests = Chart.render("{}");
        Map<String, String> secret = Manifests.secrets(manifests.get("Secret", CONSOLE));
        JsonNode operators = Manifests.JSON
                .<JsonNode>valueToTree(Chart.yaml().load(secret.get("operators.yaml")))
                .at("/equipoise/console/sign-in/operators");

        assertThat(operators).singleElement().satisfies(operator -> {
            assertThat(operator.get("name").asText()).isEqualTo("operator");
            assertThat(operator.get("role").asText()).isEqualTo("operator");
            assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                            .matches(
                                    secret.get("password"),
                                    operator.get("password-hash").asText()))
                    .isTrue();
        });
        assertThat(secret.get("password")).matches("[A-Za-z0-9]{24}");
        assertThat(itemsOf(manifests, "console", CONSOLE)).containsExactly("operators.yaml");
        assertThat(manifests.pods().filter(pod -> pod.toString().contains("\"secretName\":\"" + CONSOLE + "\"")))
                .hasSize(1);
    }

    @Test
    void secretsOfSomebodyElseAreNotMadeAgain() {
        Manifests manifests =
                Chart.render("{trust: {existingSecret: our-keys}, redis: {auth: {existingSecret: our-users}},"
                        + " console: {existingSecret: our-operators}}");

        assertThat(manifests.kind("Secret")).isEmpty();
        assertThat(manifests.pod("console").toString()).contains("our-keys", "our-operators");
        assertThat(manifests.pod("gateway").toString()).contains("our-keys", "our-users");
    }

    @Test
    void secretsAndFactsOutliveTheRelease() {
        Manifests manifests = Chart.render("{}");

        assertThat(manifests.all().stream()
                        .filter(manifest -> manifest.at("/metadata/annotations")
                                .path("helm.sh/resource-policy")
                                .asText()
                                .equals("keep"))
                        .map(manifest -> Manifests.kind(manifest) + " " + Manifests.name(manifest)))
                .containsExactlyInAnyOrder(
                        "Secret " + KEYS,
                        "Secret " + USERS,
                        "Secret " + CONSOLE,
                        "PersistentVolumeClaim fleet-equipoise-facts",
                        "PersistentVolumeClaim fleet-equipoise-redis");
    }

    private static List<String> keysOf(Manifests manifests, String component) {
        return itemsOf(manifests, component, KEYS);
    }

    private static List<String> itemsOf(Manifests manifests, String component, String secret) {
        return Manifests.stream(manifests.pod(component).at("/spec/volumes"))
                .filter(volume -> volume.at("/secret/secretName").asText().equals(secret))
                .flatMap(volume -> Manifests.stream(volume.at("/secret/items")))
                .map(item -> item.get("key").asText())
                .toList();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
