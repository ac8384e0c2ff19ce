package dev.equipoise.gateway.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.core.registration.VerifyingKey;
import dev.equipoise.gateway.forward.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stepped by hand, at a time that is moved by hand. */
class ObservationReportsTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Worker W1 = Worker.of("w-1", URI.create("http://127.0.0.1:1"));

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final MessageVerifier verifier = new MessageVerifier(InstantSource.system());
    private final Sightings sightings = new Sightings();
    private Instant now = Instant.ofEpochMilli(1_000_000);
    private volatile int status = 202;
    private HttpServer service;
    private ObservationReports reports;

    @BeforeEach
    void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
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
            if (status == 202) {
                taken.add(proof.keyId() + " " + message.path() + " " + new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        reports = new ObservationReports(
                URI.create("http://127.0.0.1:" + service.getAddress().getPort()),
                new RequestSigner(
                        SigningKey.hmac("gateway-1", SECRET),
                        InstantSource.system(),
                        () -> UUID.randomUUID().toString()),
                sightings,
                new LocalHealth(List.of(), () -> 0, () -> 0),
                () -> now);
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void whatWasSeenInAnIntervalIsToldWhenItIsOver() throws Exception {
        sightings.saw(W1, Outcome.SUCCEEDED);
        sightings.saw(W1, Outcome.REFUSED);
        now = now.plusSeconds(9);
        reports.step();
        assertThat(taken).isEmpty();
        now = now.plusSeconds(1);
        reports.step();
        assertThat(taken)
                .containsExactly("gateway-1 /api/v1/observations {\"interval\":100,\"strain\":0,\"workers\":["
                        + "{\"id\":\"w-1\",\"requests\":1,\"failures\":0,\"refused\":1,\"framing\":0}]}");

        next();
        assertThat(taken).as("who saw nobody tells nothing").hasSize(1);
    }

    @Test
    void whileTheServiceIsAwayTenMinutesAreKeptAndToldLater() throws Exception {
        status = 503;
        for (int i = 0; i < 70; i++) {
            sightings.saw(W1, Outcome.SUCCEEDED);
            next();
        }
        assertThat(taken).isEmpty();
        assertThat(reports.waiting()).isEqualTo(60);
        status = 202;
        next();
        assertThat(reports.waiting()).isZero();
        assertThat(taken).hasSize(60);
        assertThat(taken.get(0)).contains("\"interval\":110,");
        assertThat(taken.get(59)).contains("\"interval\":169,");
    }

    @Test
    void whatAStoreThatHasJustBegunRefusesIsToldLater() throws Exception {
        status = 401;
        sightings.saw(W1, Outcome.SUCCEEDED);
        next();
        assertThat(reports.waiting()).isEqualTo(1);
        status = 202;
        next();
        assertThat(reports.waiting()).isZero();
        assertThat(taken).hasSize(1);
    }

    @Test
    void aServiceThatIsNotThereIsTriedAgain() throws Exception {
        service.stop(0);
        sightings.saw(W1, Outcome.SUCCEEDED);
        next();
        assertThat(reports.waiting()).isEqualTo(1);
        next();
        assertThat(reports.waiting()).as("nothing new was seen").isEqualTo(1);
    }

    @Test
    void whatTheServiceDoesNotUnderstandIsNotToldAgain() throws Exception {
        status = 400;
        sightings.saw(W1, Outcome.SUCCEEDED);
        next();
        assertThat(reports.waiting()).isZero();
    }

    @Test
    void aLargeFleetIsToldInParts() throws Exception {
        for (int i = 0; i < 10_001; i++) {
            sightings.saw(Worker.of("w-" + i, W1.uri()), Outcome.SUCCEEDED);
        }
        next();
        assertThat(taken).hasSize(2);
        assertThat(taken.get(0).split("\"id\"", -1)).hasSize(10_001);
        assertThat(taken.get(1).split("\"id\"", -1)).hasSize(2);
        assertThat(taken.get(1)).contains("\"interval\":100,");
    }

    private void next() throws InterruptedException {
        now = now.plusSeconds(10);
        reports.step();
    }
}
