package dev.equipoise.registry.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.registration.KeyFiles;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.registry.RegistryForTests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every worker of docs/workers.md lives a whole life at a real registry. A lease is a minute long here: who is out of the
 * list before that has left.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerExamplesIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path directory;

    private static RegistryForTests registry;
    private static Path edKey;

    @BeforeAll
    static void start() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        edKey = pem("worker.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
        registry = new RegistryForTests(
                directory,
                "--equipoise.registry.heartbeat=200ms",
                "--equipoise.registry.lease=60s",
                "--equipoise.trust.keys[2].id=worker",
                "--equipoise.trust.keys[2].ed25519-file="
                        + pem("worker.pub", "PUBLIC KEY", pair.getPublic().getEncoded()),
                "--equipoise.trust.keys[2].worker-ids=pem-*",
                "--equipoise.trust.keys[2].services=default",
                "--equipoise.trust.keys[2].networks=127.0.0.0/8");
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void inShell(CapturedOutput log) throws Exception {
        need("openssl");
        need("curl");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = "demo-shell answers /hello\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            livesAWholeLife(
                    "sh",
                    "demo-shell",
                    directory.resolve("demo.hmac"),
                    server.getAddress().getPort(),
                    log);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void inPython(CapturedOutput log) throws Exception {
        need("python3");
        livesAWholeLife("python3", "demo-python", directory.resolve("demo.hmac"), freePort(), log);
    }

    @Test
    void inNodeWithASharedSecret(CapturedOutput log) throws Exception {
        needNode();
        livesAWholeLife("node", "demo-node", directory.resolve("demo.hmac"), freePort(), log);
    }

    @Test
    void inNodeWithAnEd25519Key(CapturedOutput log) throws Exception {
        needNode();
        livesAWholeLife("node", "pem-node", edKey, freePort(), log);
    }

    private static void livesAWholeLife(String interpreter, String id, Path key, int port, CapturedOutput log)
            throws Exception {
        String address = "http://127.0.0.1:" + port;
        Map<String, String> settings =
                Map.of("REGISTRY", registry.uri("").toString(), "KEY", key.toString(), "ID", id, "ADDRESS", address);
        try (ExampleWorker worker = new ExampleWorker(interpreter, directory, settings)) {
            await(worker, "UP", () -> isUp(worker(id)));
            JsonNode first = worker(id);
            assertThat(first.path("address").asString()).isEqualTo(address);
            assertThat(registry.send(HttpRequest.newBuilder(URI.create(address + "/hello"))
                                    .build())
                            .body())
                    .isEqualTo(id + " answers /hello\n");

            TreeSet<Instant> ends = new TreeSet<>();
            await(worker, "four heartbeats", () -> {
                JsonNode now = worker(id);
                assertThat(now.path("epoch")).isEqualTo(first.path("epoch"));
                assertThat(now.path("load").path("cpu").asDouble()).isBetween(0.0, 1.0);
                ends.add(Instant.parse(now.path("leaseEnds").asString()));
                return ends.size() > 4;
            });

            SigningKey enrolled =
                    KeyFiles.signingKey(keyId(key), key.getFileName().toString(), Files.readString(key));
            assertThat(registry.signed(enrolled, "DELETE", "/api/v1/workers/" + id, "")
                            .statusCode())
                    .isEqualTo(204);
            await(worker, "registered again", () -> {
                JsonNode now = worker(id);
                return isUp(now)
                        && now.path("epoch").asLong() > first.path("epoch").asLong();
            });

            int exit = worker.terminate();
            assertThat(listed(id)).as("still listed after its end").isFalse();
            assertThat(exit).as(worker.printed()).isZero();
            assertThat(log.toString())
                    .containsSubsequence(id + " left", id + " registered", id + " drains", id + " left");
        }
    }

    private static String keyId(Path key) {
        String name = key.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static boolean isUp(@Nullable JsonNode worker) {
        return worker != null && worker.path("status").asString().equals("UP");
    }

    private static @Nullable JsonNode worker(String id) throws IOException, InterruptedException {
        var answer = registry.send(
                HttpRequest.newBuilder(registry.uri("/api/v1/workers/" + id)).build());
        return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : null;
    }

    private static boolean listed(String id) throws IOException, InterruptedException {
        JsonNode list =
                JSON.readTree(registry.send(HttpRequest.newBuilder(registry.uri("/api/v1/workers?service=default"))
                                .build())
                        .body());
        assertThat(list.path("workers").isArray()).isTrue();
        return list.path("workers")
                .valueStream()
                .anyMatch(node -> node.path("id").asString().equals(id));
    }

    private static void await(ExampleWorker worker, String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            if (!worker.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("still waiting for: " + what + "; the worker printed " + worker.printed());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void need(String program) {
        assumeTrue(ExampleWorker.installed(program), program + " is not installed");
    }

    private static void needNode() throws Exception {
        need("node");
        assumeTrue(ExampleWorker.majorVersion("node") >= 18, "node is older than 18");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path pem(String name, String type, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                directory.resolve(name), "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
