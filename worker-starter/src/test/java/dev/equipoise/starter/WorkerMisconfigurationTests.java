package dev.equipoise.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.starter.registration.FakeRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Every wrong configuration ends the start with a sentence that names the fault. */
class WorkerMisconfigurationTests {

    @TempDir
    private Path keys;

    private String key;

    private final WebApplicationContextRunner app =
            new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(WorkerAutoConfiguration.class));

    @BeforeEach
    void enrol() throws Exception {
        key = Files.writeString(keys.resolve("demo.hmac"), FakeRegistry.KEY_FILE)
                .toString();
    }

    @Test
    void failsWithoutKey() {
        assertFailure(
                app.withPropertyValues("equipoise.worker.registry-url=http://127.0.0.1:1"),
                "equipoise.worker.registry-url is set but equipoise.worker.key is not.");
    }

    @Test
    void failsIfTheKeyFileIsMissing() {
        assertFailure(
                worker().withPropertyValues("equipoise.worker.key=/no/such/key.hmac"),
                "The key file /no/such/key.hmac (equipoise.worker.key) cannot be used: there is no such file.");
    }

    @Test
    void failsIfTheKeyIsADirectory() {
        assertFailure(
                worker().withPropertyValues("equipoise.worker.key=" + keys),
                "The key file " + keys + " (equipoise.worker.key) cannot be used: it cannot be read (IOException).");
    }

    @ParameterizedTest
    @CsvSource({
        "short.hmac, c2VjcmV0,  'an HMAC secret has at least 32 bytes, this one 6'",
        "text.hmac,  not base64, an HMAC key file is one line of base64",
        "key.pem,    c2VjcmV0,  no PEM block of type PRIVATE KEY",
    })
    void failsIfTheFileHoldsNoKey(String name, String text, String why) throws Exception {
        Path file = Files.writeString(keys.resolve(name), text);

        assertFailure(
                worker().withPropertyValues("equipoise.worker.key=" + file),
                "The key file " + file + " (equipoise.worker.key) cannot be used: " + why + ".");
    }

    @Test
    void failsIfTheFileIsFarTooLarge() throws Exception {
        Path file = Files.writeString(keys.resolve("core.dump"), "A".repeat(100_000));

        assertFailure(
                worker().withPropertyValues("equipoise.worker.key=" + file),
                "The key file " + file + " (equipoise.worker.key) cannot be used: it is too large to be one.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service=No Such    | The field services must be: service types of 1 to 63 of a-z 0-9 . _ -",
                "id=-x              | The field id must be",
                "weight=0           | The field weight must be",
                "address=http://a.b | The field address must be: on an IP address or localhost",
                "registry-url=ftp:x | not the URL of a registry (http://host:port): ftp:x",
                "capacity.max-connections=-1 | a capacity is never negative",
            })
    void failsIfThePropertiesDoNotHold(String property, String why) {
        assertFailure(
                worker().withPropertyValues("equipoise.worker." + property),
                "The configuration of this worker does not hold: " + why);
    }

    @Test
    void failsIfEnabledWithoutRegistry() {
        assertFailure(
                app.withPropertyValues("equipoise.worker.enabled=true", "equipoise.worker.key=" + key),
                "The configuration of this worker does not hold: equipoise.worker.enabled is true but registry-url");
    }

    private WebApplicationContextRunner worker() {
        return app.withPropertyValues(
                "equipoise.worker.registry-url=http://127.0.0.1:1", "equipoise.worker.key=" + key);
    }

    private static void assertFailure(WebApplicationContextRunner app, String description) {
        app.run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new WorkerMisconfiguredAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis).isNotNull();
            assertThat(analysis.getDescription()).startsWith(description);
            assertThat(analysis.getAction()).contains("equipoise.worker").endsWith(".");
        });
    }
}
