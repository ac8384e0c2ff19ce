package dev.equipoise.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {

    private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir
    Path directory;

    @Test
    void aKeyIsFoundByItsId() throws Exception {
        Path file = Files.writeString(directory.resolve("a.hmac"), SECRET);

        Enrolment enrolment = new Enrolment(new TrustProperties(List.of(key("a", file, null, "127.0.0.0/8"))));

        assertThat(enrolment.find("a")).isNotNull();
        assertThat(enrolment.find("b")).isNull();
    }

    @Test
    void aKeyThatCannotBeUsedStopsTheStartWithASentence() throws Exception {
        Path file = Files.writeString(directory.resolve("a.hmac"), SECRET);
        Path shortSecret = Files.writeString(directory.resolve("b.hmac"), "c2hvcnQ=");

        assertFails("the file", key("a", directory.resolve("missing"), null, "127.0.0.0/8"));
        assertFails("exactly one", key("a", file, file, "127.0.0.0/8"));
        assertFails("exactly one", key("a", null, null, "127.0.0.0/8"));
        assertFails("CIDR", key("a", file, null, "everywhere"));
        assertFails("at least 32 bytes", key("a", shortSecret, null, "127.0.0.0/8"));
        assertFails("enrolled twice", key("a", file, null, "::1"), key("a", file, null, "::1"));
    }

    private static void assertFails(String reason, TrustProperties.Key... keys) {
        assertThatThrownBy(() -> new Enrolment(new TrustProperties(List.of(keys))))
                .hasMessageContaining("The key a")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("c2hvcnQ");
    }

    private static TrustProperties.Key key(String id, Path hmac, Path ed25519, String network) {
        return new TrustProperties.Key(id, hmac, ed25519, List.of("*"), Set.of("*"), List.of(network));
    }
}
