package dev.equipoise.starter.registration;

import static dev.equipoise.starter.registration.RegistryClientTests.claims;
import static dev.equipoise.starter.registration.RegistryClientTests.client;
import static dev.equipoise.starter.registration.RegistryClientTests.refused;
import static dev.equipoise.starter.registration.RegistryClientTests.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.starter.registration.FakeRegistry.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryAnswersTests {

    private FakeRegistry registry;

    @BeforeEach
    void open() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void tellsOfARefusalWhatTheRegistrySaid() {
        Answer conflict = Answer.problem(409, "address-conflict", "Taken.\\nBy another\\u001b[31m one.");
        registry.script("register", new Answer(409, Map.of("Retry-After", "7"), conflict.body()));

        RegistryRefusedException refused = refused(() -> client(registry.url()).register(claims(), null));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.slug()).isEqualTo("address-conflict");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(refused).hasMessage("409 address-conflict: Taken. By another [31m one.");
    }

    @Test
    void makesDoWithTheStatusIfTheRefusalIsNoProblem() {
        registry.script("register", new Answer(502, Map.of("Retry-After", "tomorrow"), "<html>Bad Gateway</html>"));

        RegistryRefusedException refused = refused(() -> client(registry.url()).register(claims(), null));

        assertThat(refused).hasMessage("502");
        assertThat(refused.retryAfter()).isNull();
        assertThat(refused.slug()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | /x | {\"lease\":\"l\",\"sessionKey\":\"c2VjcmV0\"}",
                "201 |    | {\"lease\":\"l\",\"sessionKey\":\"c2VjcmV0\"}",
                "201 | /x | {\"lease\":\"l\"}",
                "201 | /x | {\"lease\":\"l\",\"sessionKey\":\"?\"}",
                "201 | /x | not JSON",
            })
    void recognisesAnAnswerThatIsNoRegistrys(int status, String location, String body) {
        Map<String, String> headers = location == null ? Map.of() : Map.of("Location", location);
        registry.script("register", new Answer(status, headers, body));

        assertThat(unreachable(() -> client(registry.url()).register(claims(), null)))
                .hasMessageContaining("is no registry");
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        registry.script("register", new Answer(201, Map.of(), "x".repeat(BoundedBody.MAX_BYTES + 1)));

        assertThat(unreachable(() -> client(registry.url()).register(claims(), null)))
                .hasMessageContaining("longer than");
    }

    @ParameterizedTest
    @CsvSource({"0, 5000", "-1, 5000", "0.0001, 20", "2.5, 2500", "1e9, 60000"})
    void followsALocationWithoutHostAndAHeartbeatWithinReason(String seconds, long millis) throws Exception {
        registry.script(
                "register",
                new Answer(
                        201,
                        Map.of("Location", "/api/v1/workers/demo-1"),
                        "{\"lease\":\"l\",\"sessionKey\":\"c2VjcmV0\",\"heartbeatSeconds\":" + seconds + "}"));

        Lease lease = client(registry.url()).register(claims(), null);

        assertThat(lease.location()).isEqualTo(registry.url().resolve("/api/v1/workers/demo-1"));
        assertThat(lease.heartbeat()).isEqualTo(Duration.ofMillis(millis));
        assertThat(lease.term()).isEqualTo(Duration.ofSeconds(15));
    }
}
