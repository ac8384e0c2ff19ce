package dev.equipoise.starter.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.core.registration.VerifyingKey;
import dev.equipoise.starter.registration.FakeRegistry.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryClientTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private FakeRegistry registry;

    @BeforeEach
    void open() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void close() {
        registry.close();
        assertThat(registry.refused()).isEmpty();
    }

    @Test
    void registersWithEverythingTheWorkerSays() throws Exception {
        Claims claims = new Claims(
                "demo-1",
                URI.create("http://127.0.0.1:9001"),
                Set.of("orders", "default"),
                "zone-a",
                "north",
                "reader",
                new Capacity(64, 1000),
                2.5,
                Map.of("version", "7"));

        Lease lease = client(registry.url()).register(claims, null);

        assertThat(lease.location()).isEqualTo(URI.create(registry.url() + "/api/v1/workers/demo-1"));
        assertThat(lease.session().id()).isEqualTo("lease-1");
        assertThat(lease.heartbeat()).isEqualTo(Duration.ofMillis(50));
        assertThat(lease.term()).isEqualTo(Duration.ofSeconds(15));
        assertThat(lease.epoch()).isEqualTo(1);
        FakeRegistry.Call call = registry.await("register", 1);
        assertThat(call.path()).isEqualTo("/register-worker");
        assertThat(call.body().toString())
                .isEqualTo("{\"id\":\"demo-1\",\"address\":\"http://127.0.0.1:9001\","
                        + "\"services\":[\"default\",\"orders\"],\"zone\":\"zone-a\",\"region\":\"north\","
                        + "\"role\":\"reader\",\"capacity\":{\"maxConnections\":64,\"maxBandwidthMbps\":1000,"
                        + "\"cores\":0,\"memoryMb\":0},"
                        + "\"weight\":2.5,\"metadata\":{\"version\":\"7\"}}");
    }

    @Test
    void leavesOutWhatTheWorkerDoesNotSay() throws Exception {
        client(registry.url()).register(claims(), null);

        assertThat(registry.await("register", 1).body().propertyNames())
                .containsExactly("id", "address", "services", "weight");
    }

    @Test
    void signsHeartbeatsWithTheSessionAndTheRestWithTheEnrolledKey() throws Exception {
        RegistryClient client = client(registry.url());
        Lease lease = client.register(claims(), null);

        client.beat(lease, new LoadReport(0.5, 0.25, 0, 3, 2, 1));
        client.drain(lease.location(), TIMEOUT);
        client.leave(lease.location(), TIMEOUT);

        assertThat(registry.names()).containsExactly("register", "heartbeat", "drain", "leave");
        FakeRegistry.Call beat = registry.await("heartbeat", 1);
        assertThat(beat.path()).isEqualTo("/api/v1/workers/demo-1/heartbeat");
        assertThat(beat.body().toString())
                .isEqualTo("{\"cpu\":0.5,\"memory\":0.25,\"bandwidth\":0.0,"
                        + "\"connections\":3,\"inFlight\":2,\"queue\":1}");
    }

    @Test
    void signsWithAnEd25519Key() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        try (FakeRegistry other = new FakeRegistry(0, VerifyingKey.ed25519(pair.getPublic()))) {
            RegistryClient client =
                    RegistryClient.of(List.of(other.url()), SigningKey.ed25519("demo", pair.getPrivate()));

            assertThat(client.register(claims(), null).epoch()).isEqualTo(1);
            assertThat(client.keyId()).isEqualTo("demo");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://r:8081,                    http://r:8081/register-worker",
        "http://r:8081/,                   http://r:8081/register-worker",
        "https://r/registry,               https://r/registry/register-worker",
        "http://gateway/register-worker,   http://gateway/register-worker",
        "http://r:8081/api/v1/workers,     http://r:8081/api/v1/workers",
    })
    void findsTheEndpointOfAUrl(URI url, URI endpoint) {
        assertThat(client(url).endpoints()).containsExactly(endpoint);
    }

    @ParameterizedTest
    @CsvSource({"ftp://registry", "registry:8081", "/register-worker"})
    void refusesWhatIsNoUrlOfARegistry(URI url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client(url))
                .withMessageContaining("http://host:port")
                .withMessageContaining(url.toString());
    }

    @Test
    void needsARegistry() {
        assertThatIllegalArgumentException().isThrownBy(() -> RegistryClient.of(List.of(), FakeRegistry.KEY));
    }

    @Test
    void goesOnToTheNextRegistryIfOneIsAwayOrOutOfOrder() throws Exception {
        URI away = URI.create("http://127.0.0.1:" + FakeRegistry.freePort());
        try (FakeRegistry sick = new FakeRegistry()) {
            sick.script("register", Answer.problem(503, "unavailable", "Starting."));

            Lease lease = client(away, sick.url(), registry.url()).register(claims(), null);

            assertThat(sick.count("register")).isEqualTo(1);
            assertThat(lease.location().getPort()).isEqualTo(registry.url().getPort());
        }
    }

    @Test
    void takesARefusalForCauseAsTheAnswerOfAllRegistries() throws Exception {
        try (FakeRegistry strict = new FakeRegistry()) {
            strict.script("register", Answer.problem(403, "address-not-allowed", "Outside 10.0.0.0/8."));

            RegistryRefusedException refused =
                    refused(() -> client(strict.url(), registry.url()).register(claims(), null));

            assertThat(refused).hasMessage("403 address-not-allowed: Outside 10.0.0.0/8.");
            assertThat(registry.calls()).isEmpty();
        }
    }

    @Test
    void namesTheRegistryThatIsAway() throws Exception {
        URI away = URI.create("http://127.0.0.1:" + FakeRegistry.freePort());

        assertThat(unreachable(() -> client(away).register(claims(), null)))
                .hasMessage(away + " is not reachable: connection refused");
    }

    @Test
    void namesTheRegistryWhoseNameDoesNotResolve() {
        // The top-level domain that never resolves (RFC 6761 section 6.4).
        assertThat(unreachable(
                        () -> client(URI.create("http://registry.invalid")).register(claims(), null)))
                .hasMessage("http://registry.invalid is not reachable: its name does not resolve");
    }

    @Test
    void waitsNoLongerThanItMay() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        HttpServer mute = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mute.createContext("/", exchange -> await(never));
        mute.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + mute.getAddress().getPort());

            assertThat(unreachable(() -> client(url).leave(url.resolve("/x"), Duration.ofMillis(50))))
                    .hasMessageContaining("no answer within 50 ms");
        } finally {
            never.countDown();
            mute.stop(0);
        }
    }

    static Claims claims() {
        return new Claims(
                "demo-1",
                URI.create("http://127.0.0.1:9001"),
                Set.of("default"),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                Map.of());
    }

    static RegistryClient client(URI... urls) {
        return RegistryClient.of(List.of(urls), FakeRegistry.KEY);
    }

    static RegistryRefusedException refused(ThrowingCallable call) {
        return catchThrowableOfType(RegistryRefusedException.class, call);
    }

    static RegistryUnreachableException unreachable(ThrowingCallable call) {
        return catchThrowableOfType(RegistryUnreachableException.class, call);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
