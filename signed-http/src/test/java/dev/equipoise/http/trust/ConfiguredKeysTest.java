package dev.equipoise.http.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.registration.EnrolledKey;
import dev.equipoise.core.registration.KeyRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredKeysTest {

    private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir
    Path directory;

    @Test
    void aKeyIsWhatTheConfigurationSays() throws Exception {
        Path file = Files.writeString(directory.resolve("a.hmac"), SECRET);
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        Instant end = Instant.parse("2027-01-01T00:00:00Z");

        Map<String, EnrolledKey> keys = ConfiguredKeys.of(List.of(
                new TrustProperties.Key(
                        "a",
                        file,
                        null,
                        "payments",
                        begin,
                        end,
                        Set.of(KeyRole.WORKER),
                        List.of("pay-*"),
                        Set.of("default"),
                        List.of("10.0.0.0/8")),
                new TrustProperties.Key(
                        "gw", file, null, "", null, null, Set.of(KeyRole.GATEWAY), List.of(), Set.of(), List.of())));

        EnrolledKey key = keys.get("a");
        assertThat(key.grant().owner()).isEqualTo("payments");
        assertThat(key.validity().notBefore()).isEqualTo(begin);
        assertThat(key.validity().notAfter()).isEqualTo(end);
        assertThat(key.roles()).containsExactly(KeyRole.WORKER);
        assertThat(keys.get("gw").roles()).containsExactly(KeyRole.GATEWAY);
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
        assertFails(
                "worker ids, services and networks",
                new TrustProperties.Key(
                        "a",
                        file,
                        null,
                        "",
                        null,
                        null,
                        Set.of(KeyRole.WORKER),
                        List.of(),
                        Set.of("*"),
                        List.of("::1")));
    }

    private static void assertFails(String reason, TrustProperties.Key... keys) {
        assertThatThrownBy(() -> ConfiguredKeys.of(List.of(keys)))
                .hasMessageContaining("The key a")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("c2hvcnQ");
    }

    private static TrustProperties.Key key(String id, Path hmac, Path ed25519, String network) {
        return new TrustProperties.Key(
                id, hmac, ed25519, "", null, null, Set.of(KeyRole.WORKER), List.of("*"), Set.of("*"), List.of(network));
    }
}
