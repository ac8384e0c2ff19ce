package dev.equipoise.registry.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.RequestSigner;
import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.registry.RegistryForTests;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The registration API over HTTP and a real Redis: what is accepted, what is refused, and that a refusal changes nothing. */
class RegistrationIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/register-worker";

    @TempDir
    static Path directory;

    private static RegistryForTests registry;

    @BeforeAll
    static void start() throws Exception {
        registry = new RegistryForTests(directory, "--equipoise.registry.sweep-interval=1h");
        // The store is born now, so that refusals find it as it will be.
        registry.signed(registry.demo, "POST", PATH, body("demo-born"));
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void aWorkerLivesFromItsRegistrationToItsLeave() throws Exception {
        HttpResponse<String> created = registry.signed(registry.demo, "POST", "/api/v1/workers", body("demo-life"));
        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode answer = JSON.readTree(created.body());
        assertThat(answer.path("leaseSeconds").asDouble()).isEqualTo(15);
        assertThat(answer.path("heartbeatSeconds").asDouble()).isEqualTo(5);
        assertThat(answer.path("epoch").asLong()).isPositive();
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(registry.uri("/api/v1/workers/demo-life").toString());

        SigningKey session = SigningKey.hmac(
                answer.path("lease").asString(),
                Base64.getDecoder().decode(answer.path("sessionKey").asString()));
        assertThat(heartbeat(session, "demo-life", "{\"cpu\":0.5,\"inFlight\":3}")
                        .statusCode())
                .isEqualTo(204);
        JsonNode shown = get("/api/v1/workers/demo-life");
        assertThat(shown.path("status").asString()).isEqualTo("UP");
        assertThat(shown.path("load").path("inFlight").asInt()).isEqualTo(3);

        assertThat(registry.signed(registry.demo, "POST", "/api/v1/workers/demo-life/drain", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(get("/api/v1/workers/demo-life").path("status").asString()).isEqualTo("DRAINING");
        assertThat(registry.signed(registry.demo, "DELETE", "/api/v1/workers/demo-life", "")
                        .statusCode())
                .isEqualTo(204);
        assertProblem(heartbeat(session, "demo-life", "{}"), 404, "unknown-lease");
    }

    @Test
    void theListCanBeFilteredAndShowsNoSecret() throws Exception {
        HttpResponse<String> created = registry.signed(registry.demo, "POST", PATH, body("demo-list"));
        String sessionKey = JSON.readTree(created.body()).path("sessionKey").asString();

        assertThat(ids(get("/api/v1/workers?service=default&status=up"))).contains("demo-list");
        assertThat(ids(get("/api/v1/workers?service=other"))).isEmpty();
        assertThat(ids(get("/api/v1/workers?zone=nowhere"))).isEmpty();
        assertThat(get("/api/v1/workers").toString()).doesNotContain(sessionKey);
        assertProblem(plainGet("/api/v1/workers?status=x"), 400, "invalid-field");
        assertProblem(plainGet("/api/v1/workers/nobody"), 404, "unknown-worker");
    }

    @Test
    void ed25519KeysRegisterWithinTheirNetworks() throws Exception {
        String body = "{\"id\":\"ed-1\",\"address\":\"http://10.1.2.3:80\",\"services\":[\"images\"],\"weight\":2.5,"
                + "\"capacity\":{\"maxConnections\":8},\"metadata\":{\"build\":\"17\"}}";

        assertThat(registry.signed(registry.edKey, "POST", PATH, body).statusCode())
                .isEqualTo(201);
        assertThat(get("/api/v1/workers/ed-1")
                        .path("capacity")
                        .path("maxConnections")
                        .asInt())
                .isEqualTo(8);
        registry.signed(registry.edKey, "DELETE", "/api/v1/workers/ed-1", "");
    }

    @Test
    void whatWasSignedBeforeTheStoreBeganIsRefused(@TempDir Path own) throws Exception {
        // A store of its own: that of the others may be older than signatures are valid.
        try (RegistryForTests fresh = new RegistryForTests(own)) {
            HttpResponse<String> answer = signedAt(fresh, Instant.now().minusSeconds(40), body("demo-early"));

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("/older-than-store");
        }
    }

    @Test
    void badSignaturesAreRefusedEachWithItsType() throws Exception {
        String body = body("demo-bad");
        SignedHeaders good = registry.sign(registry.demo, "POST", PATH, body);
        SigningKey wrongSecret = SigningKey.hmac("demo", new byte[32]);

        assertRefused(
                401,
                "unsigned",
                () -> registry.send(
                        registry.request("POST", PATH, body, "application/json").build()));
        assertRefused(401, "bad-signature", () -> registry.signed(wrongSecret, "POST", PATH, body));
        assertRefused(
                401, "bad-signature", () -> registry.send("POST", "/api/v1/workers", body, good, "application/json"));
        assertRefused(
                401, "unknown-key", () -> registry.signed(SigningKey.hmac("nobody", new byte[32]), "POST", PATH, body));
        assertRefused(401, "stale-signature", () -> signedAt(Instant.now().minusSeconds(120), body));
        assertRefused(401, "stale-signature", () -> signedAt(Instant.now().plusSeconds(120), body));
        assertRefused(400, "digest-mismatch", () -> registry.send("POST", PATH, body + " ", good, "application/json"));
        assertRefused(
                400,
                "malformed-signature",
                () -> registry.send(
                        "POST",
                        PATH,
                        body,
                        new SignedHeaders(good.contentDigest(), "sig9=()", good.signature()),
                        "application/json"));
        assertRefused(
                400,
                "malformed-signature",
                () -> registry.send(registry.request("POST", PATH, body, "application/json")
                        .header("Content-Digest", good.contentDigest())
                        .header("Signature-Input", good.signatureInput())
                        .header("Signature", good.signature())
                        .header("Signature", good.signature())
                        .build()));
    }

    @Test
    void aMessageIsAcceptedOnce() throws Exception {
        String body = body("demo-once");
        SignedHeaders headers = registry.sign(registry.demo, "POST", PATH, body);

        assertThat(registry.send("POST", PATH, body, headers, "application/json")
                        .statusCode())
                .isEqualTo(201);
        assertRefused(401, "replayed", () -> registry.send("POST", PATH, body, headers, "application/json"));
    }

    @Test
    void badBodiesAreRefusedEachWithItsType() throws Exception {
        assertBodyRefused(400, "malformed-json", "{\"id\":\"demo-x\"");
        assertBodyRefused(400, "malformed-json", "null");
        assertBodyRefused(400, "malformed-json", "[]");
        assertBodyRefused(400, "malformed-json", body("demo-x") + "{}");
        assertBodyRefused(
                400, "malformed-json", "{\"id\":\"demo-x\",\"id\":\"demo-y\",\"address\":\"http://127.0.0.1:1\"}");
        assertBodyRefused(400, "malformed-json", "{\"id\":7,\"address\":\"http://127.0.0.1:1\"}");
        assertBodyRefused(
                400, "malformed-json", "{\"id\":\"demo-x\",\"address\":\"http://127.0.0.1:1\",\"weight\":\"2\"}");
        assertBodyRefused(
                400, "malformed-json", "{\"id\":\"demo-x\",\"address\":\"http://127.0.0.1:1\",\"colour\":{}}");
        assertBodyRefused(400, "malformed-json", "[".repeat(1000));
        assertBodyRefused(400, "invalid-field", "{}");
        assertBodyRefused(400, "invalid-field", "{\"id\":\"demo-x\"}");
        assertBodyRefused(400, "invalid-field", body("demo-\\u0007"));
        assertBodyRefused(400, "invalid-field", body("demo-\\n"));
        assertBodyRefused(400, "invalid-field", "{\"id\":\"demo-x\",\"address\":\"::\"}");
        assertBodyRefused(400, "invalid-field", "{\"id\":\"demo-x\",\"address\":\"http://example.com:80\"}");
        assertBodyRefused(
                400, "invalid-field", "{\"id\":\"demo-x\",\"address\":\"http://127.0.0.1:1\",\"weight\":1e999}");
        assertBodyRefused(
                400,
                "invalid-field",
                "{\"id\":\"demo-x\",\"address\":\"http://127.0.0.1:1\",\"capacity\":{\"maxConnections\":-1}}");
        assertBodyRefused(403, "worker-not-allowed", body("other-1"));
        assertBodyRefused(403, "address-not-allowed", "{\"id\":\"demo-x\",\"address\":\"http://169.254.169.254:80\"}");
        assertBodyRefused(
                403,
                "service-not-allowed",
                "{\"id\":\"demo-x\",\"address\":\"http://127.0.0.1:1\",\"services\":[\"payments\"]}");
        assertBodyRefused(413, "body-too-large", body("demo-" + "x".repeat(70_000)));
        String body = body("demo-x");
        assertRefused(
                415,
                "unsupported-media-type",
                () -> registry.send(
                        "POST", PATH, body, registry.sign(registry.demo, "POST", PATH, body), "text/plain"));
    }

    @Test
    void anotherAddressOfALiveWorkerIsAConflict() throws Exception {
        registry.signed(registry.demo, "POST", PATH, body("demo-moved"));

        HttpResponse<String> refused = registry.signed(
                registry.demo, "POST", PATH, "{\"id\":\"demo-moved\",\"address\":\"http://127.0.0.1:4444\"}");

        assertProblem(refused, 409, "address-conflict");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void whatIsNotTheApiIsAProblemToo() throws Exception {
        assertThat(plainGet("/nothing").statusCode()).isEqualTo(404);
        assertThat(plainGet("/nothing").headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        HttpResponse<String> wrongMethod =
                registry.send(registry.request("PATCH", "/api/v1/workers", "", "application/json")
                        .build());
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.body()).contains("\"status\":405").doesNotContain("at dev.equipoise");
    }

    /** What Tomcat itself refuses never reaches a controller. */
    @Test
    void requestsThatAreNoProperHttpAreProblemsToo() throws Exception {
        for (String target : List.of("/api/v1/workers/%00", "/register-worker|x", "/api/v1/workers/a%2fb")) {
            String answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(target).startsWith("HTTP/1.1 4").contains("application/problem+json");
        }
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", registry.uri("/").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aThousandMutatedCopiesAreRefusedAndAThousandValidOnesAccepted() throws Exception {
        long seed = 20261121;
        Random random = new Random(seed);
        System.out.println("registration mutations, seed " + seed);
        Map<String, String> before = registry.store();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int status = sendMutated(random, i % 5);
            if (status < 400 || status >= 500) {
                wrong.add("mutation " + i + " gave " + status);
            }
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
        assertThat(registry.store()).as("the store, seed %d", seed).isEqualTo(before);

        int accepted = 0;
        for (int i = 0; i < 1_000; i++) {
            accepted += registry.signed(registry.demo, "POST", PATH, body("demo-ok-" + i % 50))
                                    .statusCode()
                            == 201
                    ? 1
                    : 0;
        }
        assertThat(accepted).isEqualTo(1_000);
    }

    /** One character of one part is another: body, digest, input, signature or path. */
    private static int sendMutated(Random random, int part) throws Exception {
        String body = body("demo-" + random.nextInt(100));
        SignedHeaders good = registry.sign(registry.demo, "POST", PATH, body);
        String sentBody = part == 0 ? mutate(body, random) : body;
        SignedHeaders headers = new SignedHeaders(
                part == 1 ? mutate(good.contentDigest(), random) : good.contentDigest(),
                part == 2 ? mutate(good.signatureInput(), random) : good.signatureInput(),
                part == 3 ? mutate(good.signature(), random) : good.signature());
        String path = part == 4 ? "/api/v1/workers" : PATH;
        return registry.send("POST", path, sentBody, headers, "application/json")
                .statusCode();
    }

    private static String mutate(String text, Random random) {
        int at = random.nextInt(text.length());
        char now = text.charAt(at);
        char other;
        do {
            other = (char) ('!' + random.nextInt('~' - '!'));
        } while (other == now);
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private static void assertBodyRefused(int status, String type, String body) throws Exception {
        assertRefused(status, type, () -> registry.signed(registry.demo, "POST", PATH, body));
    }

    private static void assertRefused(int status, String type, Exchange exchange) throws Exception {
        Map<String, String> before = registry.store();
        assertProblem(exchange.run(), status, type);
        assertThat(registry.store()).as("the store after %s", type).isEqualTo(before);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("type").asString()).isEqualTo("https://equipoise.dev/problems/" + type);
        assertThat(problem.path("detail").asString()).isNotEmpty();
        assertThat(answer.body())
                .doesNotContain("Exception")
                .doesNotContain(Base64.getEncoder().encodeToString(RegistryForTests.SECRET));
    }

    private static HttpResponse<String> signedAt(Instant created, String body) throws Exception {
        return signedAt(registry, created, body);
    }

    private static HttpResponse<String> signedAt(RegistryForTests target, Instant created, String body)
            throws Exception {
        RequestSigner signer = new RequestSigner(
                target.demo,
                InstantSource.fixed(created),
                () -> UUID.randomUUID().toString());
        SignedHeaders headers = signer.sign("POST", PATH, body.getBytes(StandardCharsets.UTF_8));
        return target.send("POST", PATH, body, headers, "application/json");
    }

    private static HttpResponse<String> heartbeat(SigningKey session, String id, String load) throws Exception {
        return registry.signed(session, "PUT", "/api/v1/workers/" + id + "/heartbeat", load);
    }

    private static HttpResponse<String> plainGet(String path) throws Exception {
        return registry.send(
                java.net.http.HttpRequest.newBuilder(registry.uri(path)).build());
    }

    private static JsonNode get(String path) throws Exception {
        return JSON.readTree(plainGet(path).body());
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("workers").forEach(worker -> ids.add(worker.path("id").asString()));
        return ids;
    }

    private static String body(String id) {
        return "{\"id\":\"" + id + "\",\"address\":\"http://127.0.0.1:9001\",\"services\":[\"default\"]}";
    }

    @FunctionalInterface
    private interface Exchange {
        HttpResponse<String> run() throws Exception;
    }
}
