package dev.equipoise.gateway.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayForTests;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** How long a body may be, over both lanes, and how many clients may be connected. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontLimitsIT {

    private static final int MOST_CONNECTIONS = 3;
    private static final int MOST_BYTES = 1024;
    private static final String ROUTES = "--spring.cloud.gateway.server.webflux.routes";

    private ScriptedWorker worker;
    private GatewayForTests gateway;
    private int port;

    @BeforeAll
    void start() {
        worker = new ScriptedWorker("worker");
        gateway = Rig.gateway(
                Lane.EXPRESS,
                List.of(worker.port()),
                "--server.http2.enabled=true",
                "--equipoise.gateway.front.max-body=1KB",
                "--equipoise.gateway.front.max-connections=" + MOST_CONNECTIONS,
                ROUTES + "[0].id=spring",
                ROUTES + "[0].uri=lb://default",
                ROUTES + "[0].predicates[0]=Path=/spring",
                ROUTES + "[0].predicates[1]=Query=q",
                ROUTES + "[1].id=default",
                ROUTES + "[1].uri=lb://default",
                ROUTES + "[1].predicates[0]=Path=/**");
        port = gateway.uri("/").getPort();
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        worker.close();
    }

    @BeforeEach
    void nobodyIsConnected() throws Exception {
        Rig.await("all clients to be gone", () -> connections() == 0);
        worker.forget();
    }

    private double connections() {
        return gateway.bean(MeterRegistry.class)
                .get("equipoise.gateway.connections")
                .gauge()
                .value();
    }

    private double refused() {
        return gateway.bean(MeterRegistry.class)
                .get("equipoise.gateway.connections.refused")
                .counter()
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/express", "/spring?q"})
    void aBodyThatSaysItIsTooLongIsRefusedAndNoWorkerHearsOfIt(String target) throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.request("POST", target, "Content-Length: " + (MOST_BYTES + 1));
            assertTooLarge(client.answer());
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(worker.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/express", "/spring?q"})
    void aBodyThatBecomesTooLongIsRefusedAndNoWorkerHasItWhole(String target) throws Exception {
        try (RawClient client = new RawClient(port)) {
            String half = chunk(MOST_BYTES / 2);
            client.request("POST", target, "Transfer-Encoding: chunked").send(half + half + chunk(1) + "0\r\n\r\n");
            assertTooLarge(client.answer());
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(worker.whole()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/express", "/spring?q"})
    void aBodyThatIsJustShortEnoughPasses(String target) throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.request("POST", target, "Content-Length: " + MOST_BYTES).send("x".repeat(MOST_BYTES));
            assertThat(client.answer().status()).isEqualTo(200);
            client.request("POST", target, "Transfer-Encoding: chunked").send(chunk(MOST_BYTES) + "0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(worker.whole()).hasSize(2);
    }

    @Test
    void theSameHoldsForStreamsOfHttp2() {
        assertThat(overHttp2(MOST_BYTES)).startsWith("200 ");
        worker.forget();
        assertThat(overHttp2(MOST_BYTES + 1)).startsWith("413 ").contains("body-too-large");
        assertThat(worker.whole()).isEmpty();
    }

    private String overHttp2(int length) {
        ConnectionProvider connections = ConnectionProvider.create("test");
        try {
            return Objects.requireNonNull(HttpClient.create(connections)
                    .protocol(HttpProtocol.H2C)
                    .post()
                    .uri(gateway.uri("/express").toString())
                    .send((request, out) ->
                            out.sendString(Flux.just("x".repeat(MOST_BYTES / 2), "x".repeat(length - MOST_BYTES / 2))))
                    .responseSingle((head, body) -> body.asString()
                            .defaultIfEmpty("")
                            .map(text -> head.status().code() + " " + text))
                    .block(Duration.ofSeconds(20)));
        } finally {
            connections.disposeLater().block(Duration.ofSeconds(20));
        }
    }

    private static String chunk(int length) {
        return Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n";
    }

    private static void assertTooLarge(RawClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("body-too-large");
    }

    @Test
    void aClientTooManyIsClosedAtOnceAndTheOthersGoOn() throws Exception {
        double before = refused();
        List<RawClient> connected = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_CONNECTIONS; i++) {
                connected.add(new RawClient(port));
                assertIsServed(connected.get(i));
            }
            try (RawClient tooMany = new RawClient(port)) {
                assertThat(tooMany.isEnded()).isTrue();
            }
            assertThat(refused() - before).isEqualTo(1);
            for (RawClient client : connected) {
                assertIsServed(client);
            }
            connected.remove(0).close();
            Rig.await("one place to be free", () -> connections() == MOST_CONNECTIONS - 1);
            connected.add(new RawClient(port));
            assertIsServed(connected.get(MOST_CONNECTIONS - 1));
        } finally {
            for (RawClient client : connected) {
                client.close();
            }
        }
    }

    private static void assertIsServed(RawClient client) throws IOException {
        assertThat(client.get("/express").answer().status()).isEqualTo(200);
    }
}
