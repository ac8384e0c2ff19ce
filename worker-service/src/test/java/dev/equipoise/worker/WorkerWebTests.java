package dev.equipoise.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.starter.registration.WorkerMembership;
import dev.equipoise.worker.WorkerFixture.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"NAME=", "WORKER_DELAY=0", "LOAD_BALANCER_REGISTER="})
class WorkerWebTests {

    private final WorkerFixture worker;
    private final ObjectProvider<WorkerMembership> membership;

    WorkerWebTests(@LocalServerPort int port, @Autowired ObjectProvider<WorkerMembership> membership) {
        worker = new WorkerFixture(port);
        this.membership = membership;
    }

    @Test
    void isOnItsOwnWithoutARegistry() {
        assertThat(membership.getIfAvailable()).isNull();
        assertThat(worker.send("GET", "/").body()).startsWith("Server: worker, Request count: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "health/liveness", "health/readiness", "info", "prometheus"})
    void opensWhatOperatorsNeed(String endpoint) {
        assertThat(worker.send("GET", "/actuator/" + endpoint).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "beans", "heapdump", "loggers", "metrics", "configprops", "shutdown"})
    void opensNothingElse(String endpoint) {
        assertThat(worker.send("GET", "/actuator/" + endpoint).status()).isEqualTo(404);
    }

    @Test
    void keepsTheDetailsOfItsHealthToItself() {
        Answer health = worker.send("GET", "/actuator/health");

        assertThat(health.json().path("status").asString()).isEqualTo("UP");
        assertThat(health.body()).doesNotContain("details", "path");
    }

    @Test
    void registersWhereItIsTold(@TempDir Path keys) throws Exception {
        BlockingQueue<String> registered = new LinkedBlockingQueue<>();
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                registered.add(exchange.getRequestURI() + " " + new String(body, StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(503, -1);
            }
        });
        registry.start();
        String url = "http://127.0.0.1:" + registry.getAddress().getPort() + "/register-worker";
        try (ConfigurableApplicationContext app = start(
                "LOAD_BALANCER_REGISTER=" + url, "equipoise.worker.key=" + key(keys), "equipoise.worker.id=demo-1")) {
            int port = app.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

            assertThat(registered.poll(20, TimeUnit.SECONDS))
                    .startsWith("/register-worker {\"id\":\"demo-1\",\"address\":\"http://127.0.0.1:" + port + "\"");
            Answer health = new WorkerFixture(port).send("GET", "/actuator/health");
            assertThat(health.json().path("status").asString()).isEqualTo("UP");
            assertThat(health.json()
                            .path("components")
                            .path("equipoise")
                            .path("status")
                            .asString())
                    .isEqualTo("UNKNOWN");
            assertThat(new WorkerFixture(port)
                            .send("GET", "/actuator/health/readiness")
                            .status())
                    .isEqualTo(200);
        } finally {
            registry.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"green, green", "'', worker"})
    void isNamedByTheEnvironment(String name, String shown) {
        try (ConfigurableApplicationContext app = start("NAME=" + name, "LOAD_BALANCER_REGISTER=")) {
            int port = app.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

            assertThat(new WorkerFixture(port).send("GET", "/").body())
                    .isEqualTo("Server: " + shown + ", Request count: 1");
        }
    }

    private static Path key(Path keys) throws IOException {
        return Files.writeString(
                keys.resolve("demo.hmac"), "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n", StandardCharsets.US_ASCII);
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(WorkerApplication.class)
                .registerShutdownHook(false)
                .run(Stream.concat(
                                Stream.of("server.port=0", "logging.level.dev.equipoise=error"),
                                Arrays.stream(properties))
                        .map(each -> "--" + each)
                        .toArray(String[]::new));
    }
}
