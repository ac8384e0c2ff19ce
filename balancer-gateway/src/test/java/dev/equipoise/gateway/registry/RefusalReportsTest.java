package dev.equipoise.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.core.registration.VerifyingKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalReportsTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private final MessageVerifier verifier = new MessageVerifier(InstantSource.system());
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private HttpServer registry;
    private RefusalReports reports;

    @BeforeEach
    void start() throws Exception {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            SignedMessage message = new SignedMessage(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    body,
                    headers.getFirst("Content-Digest"),
                    headers.getFirst("Signature-Input"),
                    headers.getFirst("Signature"));
            Proof proof = verifier.verify(message, id -> VerifyingKey.hmac(SECRET));
            taken.add(proof.keyId() + " " + message.path() + " " + new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        registry.start();
        SigningKey key = SigningKey.hmac("gateway-1", SECRET);
        reports = new RefusalReports(
                URI.create("http://127.0.0.1:" + registry.getAddress().getPort()),
                new RequestSigner(
                        key, InstantSource.system(), () -> UUID.randomUUID().toString()),
                () -> now);
        reports.start();
    }

    @AfterEach
    void stop() {
        reports.stop();
        registry.stop(0);
    }

    @Test
    void reportsEachRegistrationOnceInAPause() throws Exception {
        reports.refusing(worker("w-1", 7));
        reports.refusing(worker("w-1", 7));
        reports.refusing(worker("w-1", 8));
        assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo("gateway-1 /api/v1/workers/w-1/doubts {\"epoch\":7}");
        assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo("gateway-1 /api/v1/workers/w-1/doubts {\"epoch\":8}");

        now = now.plusSeconds(6);
        reports.refusing(worker("w-1", 7));
        assertThat(taken.poll(20, TimeUnit.SECONDS)).endsWith("{\"epoch\":7}");
        assertThat(taken).isEmpty();
    }

    @Test
    void aRegistryThatIsAwayDoesNotEndTheReports() throws Exception {
        int port = registry.getAddress().getPort();
        registry.stop(0);
        reports.refusing(worker("w-1", 1));
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        registry.createContext("/", exchange -> {
            taken.add("here");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        registry.start();
        reports.refusing(worker("w-2", 1));
        reports.refusing(worker("w-3", 1));
        assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo("here");
        assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo("here");
    }

    private static Worker worker(String id, long epoch) {
        return new Worker(
                id,
                URI.create("http://127.0.0.1:1"),
                Set.of("default"),
                "",
                Capacity.UNDECLARED,
                1,
                WorkerStatus.UP,
                0,
                epoch);
    }
}
