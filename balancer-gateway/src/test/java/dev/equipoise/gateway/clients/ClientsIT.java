package dev.equipoise.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.WorkerForTests;
import dev.equipoise.gateway.routing.RoutingIT;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients do to a whole gateway, and what it does about them. */
class ClientsIT {

    private static final String ENFORCE = "--equipoise.clients.mode=enforce";
    private static final String BEHIND_PROXY = "--equipoise.clients.trusted-proxies=127.0.0.0/8,::1/128";

    private final WorkerForTests worker = new WorkerForTests("one");
    private GatewayForTests gateway;

    private void start(String... arguments) {
        gateway = GatewayForTests.over(List.of(worker), arguments);
    }

    @AfterEach
    void stop() {
        gateway.close();
        worker.close();
    }

    @Test
    void outOfTheBoxAttacksAreCountedAndNobodyIsRefused() throws Exception {
        start();
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.get("/.git/config").body()).isEqualTo("one: ");
        }
        assertThat(attacks("C-HT2")).isEqualTo(5);
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        assertThat(refusals("block")).isZero();
    }

    @Test
    void whoAsksForHoneyThreeTimesIsBlockedAndOthersAreNot() throws Exception {
        start(ENFORCE, BEHIND_PROXY);
        for (int i = 0; i < 3; i++) {
            assertThat(from("203.0.113.9", "/wp-login.php").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> answer = from("203.0.113.9", "/");
        RoutingIT.assertProblem(answer, 403, "client-blocked");
        RoutingIT.assertProblem(from("6.6.6.6, 203.0.113.9", "/"), 403, "client-blocked");
        assertThat(from("203.0.113.10", "/").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/").statusCode()).as("the proxy itself").isEqualTo(200);
        assertThat(refusals("block")).isEqualTo(2);
        assertThat(gateway.send(HttpRequest.newBuilder(gateway.managementUri("/actuator/health"))
                                .header("X-Forwarded-For", "203.0.113.9")
                                .build())
                        .statusCode())
                .as("management is not for clients")
                .isEqualTo(200);
    }

    @Test
    void honeyThatARouteNamesIsNoHoneyAndAllowedClientsMayDoAnything() throws Exception {
        start(
                ENFORCE,
                BEHIND_PROXY,
                "--equipoise.clients.allowed=203.0.113.0/24",
                "--spring.cloud.gateway.server.webflux.routes[0].id=blog",
                "--spring.cloud.gateway.server.webflux.routes[0].uri=lb://default",
                "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/wp-login.php",
                "--spring.cloud.gateway.server.webflux.routes[1].id=default",
                "--spring.cloud.gateway.server.webflux.routes[1].uri=lb://default",
                "--spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/**");
        for (int i = 0; i < 5; i++) {
            assertThat(from("198.51.100.7", "/wp-login.php").statusCode()).isEqualTo(200);
            assertThat(from("203.0.113.9", "/.env").statusCode()).isEqualTo(200);
        }
        assertThat(attacks("C-HT2")).isZero();
        from("198.51.100.7", "/.env");
        assertThat(attacks("C-HT2")).isEqualTo(1);
    }

    @Test
    void whoTriesOutPathsIsSlowedDownThenLimited() throws Exception {
        start(ENFORCE, BEHIND_PROXY, "--equipoise.gateway.retries=0");
        worker.answerWith(404);
        for (int i = 0; i < 30; i++) {
            assertThat(from("203.0.113.9", "/" + i).statusCode()).isEqualTo(404);
        }
        assertThat(attacks("C-ACE3")).isEqualTo(1);
        assertThat(refusals("slow")).as("the first time it is only logged").isZero();
        for (int i = 0; i < 30; i++) {
            from("203.0.113.9", "/" + i);
        }
        assertThat(attacks("C-ACE3")).isEqualTo(2);
        assertThat(from("203.0.113.9", "/late").statusCode()).isEqualTo(404);
        assertThat(refusals("slow")).isEqualTo(1);
    }

    @Test
    void aRateIsKeptWhereOneIsSet() throws Exception {
        start(ENFORCE, BEHIND_PROXY, "--equipoise.clients.rate.per-second=0.001", "--equipoise.clients.rate.burst=3");
        for (int i = 0; i < 3; i++) {
            assertThat(from("203.0.113.9", "/").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> answer = from("203.0.113.9", "/");
        RoutingIT.assertProblem(answer, 429, "client-limited");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(from("203.0.113.10", "/").statusCode()).isEqualTo(200);
        for (int i = 0; i < 29; i++) {
            from("203.0.113.9", "/");
        }
        assertThat(attacks("C-UT2")).isEqualTo(3);
        HttpResponse<String> limited = from("203.0.113.9", "/");
        RoutingIT.assertProblem(limited, 429, "client-limited");
        assertThat(Integer.parseInt(limited.headers().firstValue("Retry-After").orElseThrow()))
                .isGreaterThan(1);
    }

    @Test
    void requestsThatAreNoHttpAreCountedAndTheThirdBlocksWhomTheyAreFrom() throws Exception {
        start(
                ENFORCE,
                "--equipoise.gateway.proxy-protocol.mode=auto",
                "--equipoise.gateway.proxy-protocol.sources=127.0.0.0/8,::1/128");
        String sender = "PROXY TCP4 203.0.113.7 198.51.100.1 4660 80\r\n";
        for (String request : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nBad Name: x\r\n\r\n")) {
            double before = attacks("C-RE5");
            raw(sender + request);
            RoutingIT.await("the attack", () -> attacks("C-RE5") == before + 1);
        }
        assertThat(raw(sender + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(gateway.get("/").statusCode()).as("the proxy itself").isEqualTo(200);
    }

    @Test
    void whatIsOnlyTooLongIsNoAttack() throws Exception {
        start();
        String answer = raw("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(attacks("C-RE5")).isZero();
    }

    @Test
    void whereItIsOffNobodyLooks() throws Exception {
        start("--equipoise.clients.mode=off");
        gateway.get("/.git/config");
        assertThat(gateway.bean(MeterRegistry.class)
                        .find("equipoise.clients.attacks")
                        .counters())
                .isEmpty();
    }

    private String raw(String request) throws Exception {
        URI uri = gateway.uri("/");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private HttpResponse<String> from(String forwardedFor, String path) throws Exception {
        return gateway.get(path, "X-Forwarded-For", forwardedFor);
    }

    private double attacks(String point) {
        return count("equipoise.clients.attacks", "point", point);
    }

    private double refusals(String action) {
        return count("equipoise.clients.refusals", "action", action);
    }

    private double count(String metric, String label, String value) {
        return gateway.bean(MeterRegistry.class)
                .get(metric)
                .tag(label, value)
                .counter()
                .count();
    }
}
