package dev.equipoise.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** What images/secrets makes, in a copy of the files it needs. */
class ComposeSecretsTest {

    private static final List<String> NEEDED =
            List.of("images/secrets", "images/common.sh", "helm/equipoise/files/users.acl", "pom.xml");
    private static final Pattern PASSWORD = Pattern.compile("as operator with (\\S+);");

    @TempDir
    private Path copy;

    @BeforeEach
    void copyWhatItNeeds() throws IOException {
        for (String tool : List.of("sh", "openssl", "sha256sum")) {
            assumeTrue(isOnThePath(tool), "there is no " + tool + " here");
        }
        for (String file : NEEDED) {
            Path to = copy.resolve(file);
            Files.createDirectories(to.getParent());
            Files.copy(Chart.REPOSITORY.resolve(file), to);
        }
    }

    @Test
    void everySecretOfTheComposeFileIsMadeAndKept() throws IOException {
        JsonNode declared = Manifests.JSON
                .<JsonNode>valueToTree(Chart.yaml().load(Chart.read("compose.yaml")))
                .path("secrets");
        String said = make();
        String operators = Files.readString(copy.resolve(".equipoise/compose/operators.yaml"));

        assertThat(declared)
                .isNotEmpty()
                .allSatisfy(secret ->
                        assertThat(copy.resolve(secret.get("file").asText())).isNotEmptyFile());
        assertThat(said).containsPattern(PASSWORD);
        assertThat(make()).doesNotContainPattern(PASSWORD);
        assertThat(copy.resolve(".equipoise/compose/operators.yaml")).hasContent(operators);
    }

    /** It is printed once and kept nowhere; what is kept is a hash that the console takes. */
    @Test
    void theConsoleTakesThePasswordThatIsPrinted() throws IOException {
        Matcher printed = PASSWORD.matcher(make());
        assertThat(printed.find()).isTrue();
        String operators = Files.readString(copy.resolve(".equipoise/compose/operators.yaml"));
        JsonNode operator = Manifests.JSON
                .<JsonNode>valueToTree(Chart.yaml().load(operators))
                .path("equipoise.console.sign-in.operators")
                .path(0);

        assertThat(operators).doesNotContain(printed.group(1));
        assertThat(operator.get("role").asText()).isEqualTo("operator");
        assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                        .matches(printed.group(1), operator.get("password-hash").asText()))
                .isTrue();
    }

    private String make() throws IOException {
        Process process = new ProcessBuilder(
                        "sh", copy.resolve("images/secrets").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
        return said;
    }

    private static boolean isOnThePath(String tool) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, tool))) {
                return true;
            }
        }
        return false;
    }
}
