package dev.equipoise.registry.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.registry.RegistryForTests;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list over HTTP and a real Redis. */
class WorkersIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FLEET = 25;

    @TempDir
    static Path directory;

    private static RegistryForTests registry;

    @BeforeAll
    static void start() throws Exception {
        registry = new RegistryForTests(directory, "--equipoise.registry.sweep-interval=1h");
        for (int i = 0; i < FLEET; i++) {
            register(String.format("demo-%02d", i), i % 2 == 0 ? "a+b & c" : "south");
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void withoutALimitTheListIsWholeAndSorted() throws Exception {
        HttpResponse<String> all = get("/api/v1/workers");

        assertThat(ids(all)).isSorted().hasSize(FLEET);
        assertThat(JSON.readTree(all.body()).has("next")).isFalse();
        assertThat(all.headers().firstValue("Link")).isEmpty();
    }

    @Test
    void linksLeadThroughAllPagesWithTheSameFilters() throws Exception {
        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String path = "/api/v1/workers?limit=5&zone=a%2Bb%20%26%20c&status=up";
        while (path != null) {
            HttpResponse<String> page = get(path);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            seen.addAll(ids(page));
            sizes.add(ids(page).size());
            String link = page.headers().firstValue("Link").orElse(null);
            path = link == null ? null : link.substring(1, link.indexOf('>'));
            assertThat(JSON.readTree(page.body()).has("next")).isEqualTo(link != null);
            assertThat(link == null || link.endsWith(">; rel=\"next\"")).isTrue();
        }

        assertThat(sizes).containsExactly(5, 5, 3);
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, FLEET)
                        .filter(i -> i % 2 == 0)
                        .mapToObj(i -> String.format("demo-%02d", i))
                        .toList());
    }

    @Test
    void aReaderThatHasTheListAlreadyGetsNoBody() throws Exception {
        HttpResponse<String> first = get("/api/v1/workers?zone=south");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");

        HttpResponse<String> again = registry.send(HttpRequest.newBuilder(registry.uri("/api/v1/workers?zone=south"))
                .header("If-None-Match", tag)
                .build());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();

        HttpResponse<String> other = registry.send(HttpRequest.newBuilder(registry.uri("/api/v1/workers"))
                .header("If-None-Match", tag)
                .build());
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void whoRegisteredIsInTheNextListAndWhoLeftIsNot() throws Exception {
        for (int i = 0; i < 20; i++) {
            String id = "demo-x" + i;
            register(id, "elsewhere");
            assertThat(ids(get("/api/v1/workers?zone=elsewhere"))).contains(id);
            registry.signed(registry.demo, "DELETE", "/api/v1/workers/" + id, "");
            assertThat(ids(get("/api/v1/workers?zone=elsewhere"))).doesNotContain(id);
        }
    }

    @Test
    void parametersAreStrict() throws Exception {
        for (String query : List.of(
                "limit=0", "limit=x", "status=asleep", "colour=red", "zone=a&zone=b", "after=%0A", "idPrefix=")) {
            HttpResponse<String> refused = get("/api/v1/workers?" + query);
            assertThat(refused.statusCode()).as(query).isEqualTo(400);
            assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(JSON.readTree(refused.body()).path("type").asString())
                    .isEqualTo("https://equipoise.dev/problems/invalid-field");
        }
    }

    private static void register(String id, String zone) throws Exception {
        HttpResponse<String> answer = registry.signed(
                registry.demo,
                "POST",
                "/api/v1/workers",
                "{\"id\":\"" + id + "\",\"address\":\"http://127.0.0.1:9001\",\"zone\":\"" + zone + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = registry.uri("/").resolve(path);
        return registry.send(HttpRequest.newBuilder(uri).build());
    }

    private static List<String> ids(HttpResponse<String> list) {
        List<String> ids = new ArrayList<>();
        for (JsonNode worker : JSON.readTree(list.body()).path("workers")) {
            ids.add(worker.path("id").asString());
        }
        return ids;
    }
}
