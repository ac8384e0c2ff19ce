package dev.equipoise.registry.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.LoadReport;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.SignedMessage;
import dev.equipoise.core.registration.VerifyingKey;
import dev.equipoise.http.message.StrictJson;
import dev.equipoise.registry.openapi.ApiDocument;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples of the API document are requests that the registry would take, signatures included. */
class DocumentedRegistrationTest {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Instant WHEN = Instant.parse("2026-11-21T10:01:00Z");

    private final ApiDocument document = new ApiDocument();

    @ParameterizedTest
    @CsvSource({
        "post, /register-worker, /register-worker",
        "post, /api/v1/workers, /api/v1/workers",
        "put, /api/v1/workers/{id}/heartbeat, /api/v1/workers/demo-1/heartbeat",
        "post, /api/v1/workers/{id}/drain, /api/v1/workers/demo-1/drain",
        "delete, /api/v1/workers/{id}, /api/v1/workers/demo-1"
    })
    void theSignatureOfAnExampleVerifies(String method, String path, String called) {
        JsonNode operation = document.operation(method, path);
        SignedMessage message = new SignedMessage(
                method.toUpperCase(Locale.ROOT),
                called,
                example(operation).getBytes(StandardCharsets.UTF_8),
                header(operation, "Content-Digest"),
                header(operation, "Signature-Input"),
                header(operation, "Signature"));

        Proof proof = new MessageVerifier(() -> WHEN).verify(message, keys()::get);

        assertThat(proof.nonce()).startsWith("example-nonce-");
        assertThat(operation.path("security").path(0).has("signature")).isTrue();
    }

    @Test
    void theBodiesAreWhatTheRegistryReads() {
        Claims claims = StrictJson.read(
                        example(document.operation("post", "/register-worker")).getBytes(StandardCharsets.UTF_8),
                        RegistrationBody.class)
                .claims();
        assertThat(claims.id()).isEqualTo("demo-1");
        assertThat(claims.address()).isEqualTo(URI.create("http://127.0.0.1:9001"));
        assertThat(claims.metadata()).containsEntry("build", "17");

        LoadReport load = StrictJson.read(
                        example(document.operation("put", "/api/v1/workers/{id}/heartbeat"))
                                .getBytes(StandardCharsets.UTF_8),
                        HeartbeatBody.class)
                .load();
        assertThat(load).isEqualTo(new LoadReport(0.5, 0.25, 0, 3, 2, 1));
    }

    @Test
    void theAnswerIsWhatTheRegistryWrites() {
        String example = answer().toString();

        RegistrationAnswer answer = STRICT.readValue(example, RegistrationAnswer.class);

        assertThat(STRICT.writeValueAsString(answer)).isEqualTo(example);
    }

    private Map<String, VerifyingKey> keys() {
        return Map.of(
                "demo",
                VerifyingKey.hmac("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)),
                answer().path("lease").asString(),
                VerifyingKey.hmac(
                        Base64.getDecoder().decode(answer().path("sessionKey").asString())));
    }

    private JsonNode answer() {
        return document.operation("post", "/api/v1/workers").at("/responses/201/content/application~1json/example");
    }

    /** As the document says: JSON without white space; nothing where there is no body. */
    private String example(JsonNode operation) {
        JsonNode example = document.followed(operation.path("requestBody")).at("/content/application~1json/example");
        return example.isMissingNode() ? "" : example.toString();
    }

    private static String header(JsonNode operation, String name) {
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("name").asString().equals(name)) {
                return parameter.path("example").asString();
            }
        }
        throw new AssertionError(name + " is not documented");
    }
}
