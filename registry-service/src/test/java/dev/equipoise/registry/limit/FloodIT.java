package dev.equipoise.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.registry.RawConnection;
import dev.equipoise.registry.RegistryForTests;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** R19 at its hardest: attacker and worker stand behind the same address. */
@ExtendWith(OutputCaptureExtension.class)
class FloodIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REGISTER = "/register-worker";
    private static final String X = body("demo-x");

    @TempDir
    Path directory;

    private RegistryForTests registry;

    @BeforeEach
    void start() throws Exception {
        registry = new RegistryForTests(
                directory, "--equipoise.registry.limit.exempt=192.0.2.0/24", "--equipoise.registry.sweep-interval=1h");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aFloodOfForgeriesInTheNameOfAWorkerTouchesNobodyWhoHoldsAKey(CapturedOutput output) throws Exception {
        int forgeries = 5000;
        JsonNode lease = JSON.readTree(
                registry.signed(registry.demo, "POST", REGISTER, X).body());
        SigningKey session = SigningKey.hmac(
                lease.path("lease").asString(),
                Base64.getDecoder().decode(lease.path("sessionKey").asString()));
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            List<Future<Integer>> flood = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                flood.add(threads.submit(() -> forge(forgeries / 4)));
            }
            Future<List<Integer>> beats = threads.submit(() -> {
                List<Integer> answers = new ArrayList<>();
                while (answers.size() < 20 || !over.get()) {
                    answers.add(registry.signed(session, "PUT", "/api/v1/workers/demo-x/heartbeat", "{}")
                            .statusCode());
                }
                return answers;
            });
            int explained = 0;
            for (Future<Integer> part : flood) {
                explained += part.get();
            }
            over.set(true);

            assertThat(explained).as("forgeries told why they were refused").isEqualTo(10);
            assertThat(beats.get()).hasSizeGreaterThanOrEqualTo(20).containsOnly(204);
        } finally {
            threads.shutdownNow();
        }

        assertThat(registry.signed(registry.demo, "POST", REGISTER, body("demo-y"))
                        .statusCode())
                .as("a worker with an HMAC key joins from the address that is blocked")
                .isEqualTo(201);
        assertThat(registry.signed(
                                registry.edKey,
                                "POST",
                                REGISTER,
                                "{\"id\":\"ed-1\",\"address\":\"http://10.1.2.3:80\"}")
                        .statusCode())
                .as("and one with an Ed25519 key")
                .isEqualTo(201);
        JsonNode unharmed = JSON.readTree(get("/api/v1/workers/demo-x"));
        assertThat(unharmed.path("epoch").asLong())
                .isEqualTo(lease.path("epoch").asLong());
        assertThat(unharmed.path("status").asString()).isEqualTo("UP");

        String metrics = get("/actuator/prometheus");
        assertThat(total(metrics, "equipoise_registry_limited_total")).isEqualTo(forgeries - 10);
        assertThat(total(metrics, "equipoise_registry_refusals_total")).isEqualTo(forgeries);
        // Ten reasons, one line when it is limited and one when it is blocked.
        assertThat(output.getOut().split("Refused POST", -1)).hasSize(11);
        assertThat(output.getOut()).containsOnlyOnce(" is limited for").containsOnlyOnce(" is blocked for");
    }

    @Test
    void whoIsLimitedIsToldForHowLong() throws Exception {
        HttpResponse<String> last = null;
        for (int i = 0; i < 11; i++) {
            last = registry.signed(SigningKey.hmac("nobody", new byte[32]), "POST", REGISTER, X);
            assertThat(last.statusCode()).isEqualTo(i < 10 ? 401 : 429);
        }

        assertThat(last.body()).contains("https://equipoise.dev/problems/too-many-refusals");
        assertThat(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
        assertThat(registry.signed(registry.demo, "POST", REGISTER, "{}").statusCode())
                .as("what proves itself is told what is wrong with it")
                .isEqualTo(400);
    }

    /** @return how many were told why they were refused */
    private int forge(int count) throws Exception {
        SigningKey forger = SigningKey.hmac("demo", new byte[32]);
        int explained = 0;
        try (RawConnection connection = registry.connect()) {
            for (int i = 0; i < count; i++) {
                SignedHeaders headers = registry.sign(forger, "POST", REGISTER, X);
                RawConnection.Answer answer = connection.send(
                        "POST " + REGISTER + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Digest: "
                                + headers.contentDigest() + "\r\nSignature-Input: " + headers.signatureInput()
                                + "\r\nSignature: " + headers.signature() + "\r\n",
                        X.getBytes(StandardCharsets.UTF_8));
                assertThat(answer.status()).isIn(401, 429);
                explained += answer.status() == 401 ? 1 : 0;
            }
        }
        return explained;
    }

    private String get(String path) throws Exception {
        return registry.send(
                        java.net.http.HttpRequest.newBuilder(registry.uri(path)).build())
                .body();
    }

    private static double total(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String body(String id) {
        return "{\"id\":\"" + id + "\",\"address\":\"http://127.0.0.1:9001\"}";
    }
}
