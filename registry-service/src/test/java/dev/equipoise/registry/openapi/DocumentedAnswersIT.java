package dev.equipoise.registry.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.registry.RegistryForTests;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document beside a running registry: the same requests, and answers as it says. */
class DocumentedAnswersIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String WORKERS = "/api/v1/workers";
    private static final String WORKER = "/api/v1/workers/{id}";

    @TempDir
    static Path directory;

    private static RegistryForTests registry;

    private final ApiDocument document = new ApiDocument();

    @BeforeAll
    static void start() throws Exception {
        registry = new RegistryForTests(
                directory, "--equipoise.registry.max-workers=3", "--equipoise.registry.events.max-subscribers=1");
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void theDocumentHasEveryMappingAndNoOther() {
        Set<String> mapped = new TreeSet<>();
        for (RequestMappingHandlerMapping mappings : registry.beans(RequestMappingHandlerMapping.class)) {
            mappings.getHandlerMethods().forEach((mapping, handler) -> {
                if (handler.getBeanType().getName().startsWith("dev.equipoise.")) {
                    mapped.addAll(operations(mapping));
                }
            });
        }

        for (WebSocketHandlerMapping mapping : registry.beans(WebSocketHandlerMapping.class)) {
            mapping.getHandlerMap().keySet().forEach(path -> mapped.add("GET " + path.replace("*", "{id}")));
        }

        assertThat(document.operations().keySet()).containsExactlyInAnyOrderElementsOf(mapped);
    }

    private static List<String> operations(RequestMappingInfo mapping) {
        List<String> operations = new ArrayList<>();
        for (String path : mapping.getPatternValues()) {
            mapping.getMethodsCondition()
                    .getMethods()
                    .forEach(method -> operations.add(method + " " + path.replace("{*", "{")));
        }
        return operations;
    }

    @Test
    void theDocumentIsServed() throws Exception {
        HttpResponse<String> json = get("/v3/api-docs");
        assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JSON.readTree(json.body())).isEqualTo(document.root());
        HttpResponse<String> yaml = get("/v3/api-docs.yaml");
        assertThat(yaml.headers().firstValue("Content-Type").orElse("")).startsWith("application/yaml");
        assertThat(yaml.body()).contains("openapi: 3.1.0");
    }

    @Test
    void theAnswersOfALifeAreThoseOfTheDocument() throws Exception {
        HttpResponse<String> created = signed("POST", WORKERS, body("demo-1"));
        check("post", WORKERS, 201, created);
        check("post", "/register-worker", 201, signed("POST", "/register-worker", body("demo-1b")));
        JsonNode answer = JSON.readTree(signed("POST", WORKERS, body("demo-1")).body());
        SigningKey session = SigningKey.hmac(
                answer.path("lease").asString(),
                Base64.getDecoder().decode(answer.path("sessionKey").asString()));
        String beat = WORKERS + "/demo-1/heartbeat";
        check("put", WORKER + "/heartbeat", 204, registry.signed(session, "PUT", beat, "{\"cpu\":0.125,\"queue\":7}"));
        check("put", WORKER + "/heartbeat", 400, registry.signed(session, "PUT", beat, "{\"cpu\":2}"));
        check("put", WORKER + "/heartbeat", 404, signed("PUT", beat, "{}"));

        check("get", WORKER, 200, get(WORKERS + "/demo-1"));
        check("get", WORKERS, 200, get(WORKERS));
        HttpResponse<String> page = get(WORKERS + "?limit=1");
        check("get", WORKERS, 200, page);
        assertThat(JSON.readTree(page.body()).has("next")).isTrue();
        String tag = page.headers().firstValue("ETag").orElseThrow();
        check(
                "get",
                WORKERS,
                304,
                registry.send(HttpRequest.newBuilder(registry.uri(WORKERS + "?limit=1"))
                        .header("If-None-Match", tag)
                        .build()));

        check("post", WORKER + "/drain", 204, signed("POST", WORKERS + "/demo-1/drain", ""));
        check("delete", WORKER, 204, signed("DELETE", WORKERS + "/demo-1", ""));
        check("delete", WORKER, 404, signed("DELETE", WORKERS + "/demo-1", ""));
        check("post", WORKER + "/drain", 404, signed("POST", WORKERS + "/demo-1/drain", ""));
        HttpResponse<String> gone = get(WORKERS + "/demo-1");
        check("get", WORKER, 200, gone);
        assertThat(JSON.readTree(gone.body()).path("status").asString()).isEqualTo("DOWN");
        check("get", WORKER, 404, get(WORKERS + "/demo-never"));
        signed("DELETE", WORKERS + "/demo-1b", "");
    }

    @Test
    void theRefusalsAreThoseOfTheDocument() throws Exception {
        check("get", WORKERS, 400, get(WORKERS + "?colour=red"));
        check("post", WORKERS, 400, signed("POST", WORKERS, "{"));
        check("post", WORKERS, 401, unsigned("POST", WORKERS, body("demo-2"), "application/json"));
        check("post", WORKERS, 403, signed("POST", WORKERS, body("other-1")));
        check("post", WORKERS, 413, signed("POST", WORKERS, body("demo-" + "x".repeat(70_000))));
        String body = body("demo-2");
        check(
                "post",
                WORKERS,
                415,
                registry.send(
                        "POST", WORKERS, body, registry.sign(registry.demo, "POST", WORKERS, body), "text/plain"));
        for (String id : List.of("demo-2", "demo-3", "demo-4")) {
            assertThat(signed("POST", WORKERS, body(id)).statusCode()).isEqualTo(201);
        }
        check("post", WORKERS, 503, signed("POST", WORKERS, body("demo-5")));
        check("post", WORKERS, 409, signed("POST", WORKERS, body("demo-2").replace("9001", "9002")));
        for (String id : List.of("demo-2", "demo-3", "demo-4")) {
            signed("DELETE", WORKERS + "/" + id, "");
        }
        check("delete", WORKER, 401, unsigned("DELETE", WORKERS + "/demo-2", "", "application/json"));
        check("delete", WORKER, 403, signed("DELETE", WORKERS + "/other-1", ""));
        check("post", WORKER + "/drain", 403, signed("POST", WORKERS + "/other-1/drain", ""));
        check("get", "/v3/api-docs", 406, get("/v3/api-docs", "text/html"));
        check("delete", WORKER, 405, unsigned("PATCH", WORKERS + "/demo-2", "", "application/json"));
    }

    @Test
    void theEventsAreThoseOfTheDocument() throws Exception {
        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(registry.uri(WORKERS + "/events"))
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(data(lines)).isEqualTo("{}");
            check("get", WORKERS + "/events", 503, get(WORKERS + "/events", "text/event-stream"));

            signed("POST", WORKERS, body("demo-6"));
            assertThat(document.errors("FleetChange", data(lines))).isEmpty();
            signed("POST", WORKERS + "/demo-6/drain", "");
            assertThat(document.errors("FleetChange", data(lines))).isEmpty();
            signed("DELETE", WORKERS + "/demo-6", "");
            String left = data(lines);
            assertThat(document.errors("FleetChange", left)).isEmpty();
            assertThat(left).contains("\"worker\":null");
        }
        String example = document.operation("get", WORKERS + "/events")
                .at("/responses/200/content/text~1event-stream/example")
                .asString();
        int checked = 0;
        for (String line : example.split("\n")) {
            if (line.startsWith("data: ")) {
                String schema = line.contains("\"kind\"") ? "FleetChange" : "Closing";
                assertThat(document.errors(schema, line.substring(6))).as(line).isEmpty();
                checked++;
            }
        }
        assertThat(checked).isEqualTo(3);
    }

    @Test
    void anAbsentStoreIsAsTheDocumentSays(@TempDir Path own) throws Exception {
        try (RegistryForTests lonely = new RegistryForTests(
                own, "--equipoise.registry.sweep-interval=1h", "--spring.data.redis.timeout=200ms")) {
            lonely.endStore();
            check("get", WORKERS, 503, send(lonely, WORKERS));
            check("get", WORKER, 503, send(lonely, WORKERS + "/demo-1"));
            check("post", WORKERS, 503, lonely.signed(lonely.demo, "POST", WORKERS, body("demo-1")));
            check("delete", WORKER, 503, lonely.signed(lonely.demo, "DELETE", WORKERS + "/demo-1", ""));
        }
    }

    /** That the answer has this status, and the headers and the body that the document gives it. */
    private void check(String method, String path, int status, HttpResponse<String> answer) {
        String what = method.toUpperCase(Locale.ROOT) + " " + path + " " + status;
        assertThat(answer.statusCode()).as("%s: %s", what, answer.body()).isEqualTo(status);
        JsonNode response = document.response(document.operation(method, path), status);
        assertThat(response.isMissingNode()).as(what).isFalse();
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            JsonNode described = document.followed(header.getValue());
            String value = answer.headers().firstValue(header.getKey()).orElse(null);
            if (described.path("required").asBoolean(false)) {
                assertThat(value).as("%s %s", what, header.getKey()).isNotNull();
            }
            if (value != null) {
                String json = described.path("schema").path("type").asString().equals("integer")
                        ? value
                        : JSON.writeValueAsString(value);
                assertThat(document.errors(described.path("schema"), json))
                        .as("%s %s", what, value)
                        .isEmpty();
            }
        }
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        assertThat(new HashSet<>(content.propertyNames())).as(what).contains(type);
        assertThat(document.errors(content.path(type).path("schema"), answer.body()))
                .as("%s: %s", what, answer.body())
                .isEmpty();
    }

    private static String data(BufferedReader lines) throws Exception {
        String line;
        do {
            line = lines.readLine();
        } while (!line.startsWith("data: "));
        return line.substring(6);
    }

    private static HttpResponse<String> signed(String method, String path, String body) throws Exception {
        return registry.signed(registry.demo, method, path, body);
    }

    private static HttpResponse<String> unsigned(String method, String path, String body, String type)
            throws Exception {
        return registry.send(registry.request(method, path, body, type).build());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(registry, path);
    }

    private static HttpResponse<String> get(String path, String accept) throws Exception {
        return registry.send(HttpRequest.newBuilder(registry.uri(path))
                .header("Accept", accept)
                .build());
    }

    private static HttpResponse<String> send(RegistryForTests to, String path) throws Exception {
        return to.send(HttpRequest.newBuilder(to.uri(path)).build());
    }

    private static String body(String id) {
        return "{\"id\":\"" + id + "\",\"address\":\"http://127.0.0.1:9001\",\"zone\":\"zone-a\",\"weight\":2.5,"
                + "\"capacity\":{\"maxConnections\":8},\"metadata\":{\"build\":\"17\"}}";
    }
}
