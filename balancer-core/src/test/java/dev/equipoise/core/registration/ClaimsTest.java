package dev.equipoise.core.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.Capacity;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

    private final EnrolledKey key = new EnrolledKey(
            "demo",
            (message, signature) -> true,
            Set.of(KeyRole.WORKER),
            new Grant(
                    "",
                    List.of("demo-*", "solo"),
                    Set.of("default"),
                    List.of(Network.parse("127.0.0.0/8"), Network.parse("::1/128"))),
            Validity.OPEN);

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9001, http://127.0.0.1:9001",
        "http://127.0.0.1:9001/, http://127.0.0.1:9001",
        "http://10.1.2.3, http://10.1.2.3:80",
        "https://10.1.2.3, https://10.1.2.3:443",
        "http://localhost:9001, http://localhost:9001",
        "http://[::1]:9001, http://[::1]:9001",
    })
    void anAddressIsAnOriginWithItsPortWrittenOut(URI given, URI kept) {
        assertThat(claims("demo-1", given).address()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://127.0.0.1:21",
                "http://worker.example:80",
                "http://2130706433:80",
                "http://127.1:80",
                "http://127.0.0.1.:80",
                "http://256.0.0.1:80",
                "http://user@127.0.0.1:80",
                "http://127.0.0.1:80/path",
                "http://127.0.0.1:80?x",
                "http://127.0.0.1:80#x",
                "http://127.0.0.1:0",
                "http://127.0.0.1:70000",
                "http://[::1%25lo]:80",
                "mailto:a@b",
            })
    void anythingElseIsNoAddress(String address) {
        assertInvalid("address", () -> claims("demo-1", URI.create(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "a/b", "a\u0000", "a\nb", "\u00e4", "../x", "events"})
    void anIdIsPlain(String id) {
        assertInvalid("id", () -> claims(id, URI.create("http://127.0.0.1:1")));
    }

    @Test
    void everyFieldHasItsBounds() {
        URI address = URI.create("http://127.0.0.1:1");
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 33; i++) {
            many.put("k" + i, "v");
        }
        assertInvalid("id", () -> claims("a".repeat(129), address));
        assertInvalid("services", () -> claims(address, Set.of(), "", 1, Map.of()));
        assertInvalid("services", () -> claims(address, Set.of("Upper"), "", 1, Map.of()));
        assertInvalid("zone", () -> claims(address, Set.of("a"), "z".repeat(65), 1, Map.of()));
        assertInvalid("zone", () -> claims(address, Set.of("a"), "a\tb", 1, Map.of()));
        assertInvalid("weight", () -> claims(address, Set.of("a"), "", 0, Map.of()));
        assertInvalid("weight", () -> claims(address, Set.of("a"), "", Double.NaN, Map.of()));
        assertInvalid("metadata", () -> claims(address, Set.of("a"), "", 1, many));
        assertInvalid("metadata", () -> claims(address, Set.of("a"), "", 1, Map.of("k", "v".repeat(257))));
        assertInvalid("cpu", () -> new LoadReport(1.1, 0, 0, 0, 0, 0));
        assertInvalid("Counts", () -> new LoadReport(1, 1, 1, 0, -1, 0));
        assertThatThrownBy(() -> new LeaseTerms(Duration.ofSeconds(5), Duration.ofSeconds(9)))
                .hasMessageContaining("two heartbeats");
    }

    @Test
    void aKeySpeaksForItsWorkersServicesAndNetworksOnly() {
        URI local = URI.create("http://127.0.0.1:1");
        assertThatCode(() -> key.authorise(claims("demo-1", local))).doesNotThrowAnyException();
        assertThatCode(() -> key.authorise(claims("solo", URI.create("http://localhost:1"))))
                .doesNotThrowAnyException();
        assertThatCode(() -> key.authorise(claims("demo-1", URI.create("http://[::1]:1"))))
                .doesNotThrowAnyException();

        assertRefused(Refusal.WORKER_NOT_ALLOWED, () -> key.authorise(claims("solo-2", local)));
        assertRefused(Refusal.WORKER_NOT_ALLOWED, () -> key.authorise("other"));
        assertRefused(
                Refusal.ADDRESS_NOT_ALLOWED,
                () -> key.authorise(claims("demo-1", URI.create("http://169.254.169.254:80"))));
        Claims otherService = claims(local, Set.of("payments"), "", 1, Map.of());
        assertRefused(Refusal.SERVICE_NOT_ALLOWED, () -> key.authorise(otherService));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.16.0/20, 10.1.31.255, true",
        "10.1.16.0/20, 10.1.32.0, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.8, false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
    })
    void aNetworkContainsWhatItsPrefixSays(String network, String address, boolean contained) throws Exception {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "example.com/8", "1.2.3.4.5/8"})
    void aNetworkIsWrittenInCidrNotation(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Claims claims(String id, URI address) {
        return new Claims(id, address, Set.of("default"), "", "", "", Capacity.UNDECLARED, 1, Map.of());
    }

    private static Claims claims(
            URI address, Set<String> services, String zone, double weight, Map<String, String> metadata) {
        return new Claims("demo-1", address, services, zone, "", "", Capacity.UNDECLARED, weight, metadata);
    }

    private static void assertInvalid(String field, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(field)
                .extracting(e -> ((RefusedException) e).refusal())
                .isEqualTo(Refusal.INVALID_FIELD);
    }

    private static void assertRefused(Refusal refusal, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }
}
