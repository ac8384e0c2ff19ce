package dev.equipoise.reputation;

import static dev.equipoise.reputation.ReputationForTests.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.core.registration.SignedHeaders;
import dev.equipoise.core.reputation.FactFile;
import dev.equipoise.http.openapi.ApiDocument;
import dev.equipoise.redis.RedisForTests;
import dev.equipoise.redis.RedisUsers;
import dev.equipoise.reputation.owner.OwnerLoop;
import dev.equipoise.reputation.owner.OwnerThread;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service over a real Redis; its answers are those of its document. */
@ExtendWith(OutputCaptureExtension.class)
class ReputationIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String STANDINGS = "/api/v1/standings";
    private static final String OBSERVATIONS = "/api/v1/observations";

    @TempDir
    static Path directory;

    private static RedisForTests redis;
    private static ReputationForTests service;
    private static ApiDocument document;

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisForTests();
        service =
                new ReputationForTests(redis, directory, "--equipoise.reputation.export=" + directory.resolve("facts"));
        document = new ApiDocument(service.get("/v3/api-docs").body().getBytes(StandardCharsets.UTF_8));
        // The first second of a store is one nobody may have signed in.
        until(
                "the store takes reports",
                () -> report("{\"interval\":" + interval() + ",\"workers\":[]}").statusCode() == 204);
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    private static long interval() {
        return System.currentTimeMillis() / 10_000;
    }

    private static HttpResponse<String> report(String body) throws Exception {
        return service.signed(service.gateway, OBSERVATIONS, body);
    }

    private static void known(String id, String address, String owner) throws Exception {
        service.join(id, address, owner);
        until(id + " has a standing", () -> service.get(STANDINGS + "/" + id).statusCode() == 200);
    }

    @Test
    void aNewcomerStandsAndIsExplained() throws Exception {
        known("it-1", "10.0.0.1:80", "team-1");

        HttpResponse<String> standing = service.get(STANDINGS + "/it-1");
        check("get", STANDINGS + "/{id}", 200, standing);
        assertThat(JSON.readTree(standing.body()).path("state").asString()).isEqualTo("probation");
        HttpResponse<String> explained = service.get(STANDINGS + "/it-1/explain");
        check("get", STANDINGS + "/{id}/explain", 200, explained);
        JsonNode explanation = JSON.readTree(explained.body());
        double sum = 0;
        for (JsonNode line : explanation.path("lines")) {
            sum += line.path("points").asDouble();
        }
        assertThat(sum).isEqualTo(explanation.path("score").asDouble(), within(1e-9));
        HttpResponse<String> events = service.get(STANDINGS + "/it-1/events?limit=1");
        check("get", STANDINGS + "/{id}/events", 200, events);
        JsonNode page = JSON.readTree(events.body());
        assertThat(page.path("events").path(0).path("type").asString()).isEqualTo("joined");
        HttpResponse<String> older = service.get(
                STANDINGS + "/it-1/events?after=" + page.path("next").asString());
        assertThat(JSON.readTree(older.body())
                        .path("events")
                        .path(0)
                        .path("type")
                        .asString())
                .isEqualTo("enrolled");
    }

    @Test
    void theListHasFiltersAndPages() throws Exception {
        known("list-1", "10.0.1.1:80", "");
        known("list-2", "10.0.2.1:80", "");
        HttpResponse<String> page = service.get(STANDINGS + "?idPrefix=list-&limit=1&state=probation,degraded");
        check("get", STANDINGS, 200, page);
        assertThat(JSON.readTree(page.body()).path("next").asString()).isEqualTo("list-1");
        assertThat(page.headers().firstValue("Link").orElse(""))
                .contains("after=list-1")
                .contains("idPrefix=list-");
        JsonNode second = JSON.readTree(
                service.get(STANDINGS + "?idPrefix=list-&limit=1&after=list-1").body());
        assertThat(second.path("standings").path(0).path("id").asString()).isEqualTo("list-2");
        assertThat(second.has("next")).isFalse();
        assertThat(JSON.readTree(service.get(STANDINGS + "?idPrefix=list-&state=banned")
                                .body())
                        .path("standings"))
                .isEmpty();
        check("get", STANDINGS, 400, service.get(STANDINGS + "?colour=red"));
        check("get", STANDINGS, 400, service.get(STANDINGS + "?state=fine"));
        check("get", STANDINGS + "/{id}", 404, service.get(STANDINGS + "/nobody"));
        check("get", STANDINGS + "/{id}/explain", 404, service.get(STANDINGS + "/nobody/explain"));
        check("get", STANDINGS + "/{id}/events", 404, service.get(STANDINGS + "/nobody/events"));
    }

    @Test
    void operatorsBanAndPardon() throws Exception {
        known("op-1", "10.0.3.1:80", "");
        String ban = STANDINGS + "/op-1/ban";
        HttpResponse<String> said = service.operator(ban, "{\"why\":\"it lies\",\"by\":\"ada\"}");
        check("post", STANDINGS + "/{id}/ban", 202, said);
        until("the ban holds", () -> state("op-1").equals("banned"));
        check(
                "post",
                STANDINGS + "/{id}/pardon",
                202,
                service.operator(STANDINGS + "/op-1/pardon", "{\"why\":\"it was not it\",\"by\":\"ada\"}"));
        until("the pardon holds", () -> !state("op-1").equals("banned"));
        check(
                "post",
                STANDINGS + "/{id}/quarantine",
                202,
                service.operator(
                        STANDINGS + "/op-1/quarantine",
                        "{\"why\":\"a look\",\"by\":\"ada\",\"until\":\"2999-01-01T00:00:00Z\"}"));
        until("the quarantine holds", () -> state("op-1").equals("quarantined"));

        String ada = "{\"why\":\"it lies\",\"by\":\"ada\"}";
        check(
                "post",
                STANDINGS + "/{id}/ban",
                401,
                service.send(service.json(ban, ada).build()));
        check("post", STANDINGS + "/{id}/ban", 400, service.operator(ban, "{\"why\":\"it lies\"}"));
        check(
                "post",
                STANDINGS + "/{id}/ban",
                400,
                service.operator(ban, ada.replace("}", ",\"until\":\"2020-01-01T00:00:00Z\"}")));
        check("post", STANDINGS + "/{id}/ban", 404, service.operator(STANDINGS + "/nobody/ban", ada));
        check(
                "post",
                STANDINGS + "/{id}/pardon",
                400,
                service.operator(STANDINGS + "/op-1/pardon", ada.replace("}", ",\"until\":\"2999-01-01T00:00:00Z\"}")));
    }

    private static String state(String id) throws Exception {
        return JSON.readTree(service.get(STANDINGS + "/" + id).body())
                .path("state")
                .asString();
    }

    @Test
    void onlyGatewaysReportAndEachReportOnce() throws Exception {
        String body = "{\"interval\":" + interval()
                + ",\"strain\":1,\"workers\":[{\"id\":\"x\",\"requests\":3,\"failures\":1}]}";
        SignedHeaders headers = service.sign(service.gateway, OBSERVATIONS, body);
        check("post", OBSERVATIONS, 204, service.send(headers, OBSERVATIONS, body));
        HttpResponse<String> again = service.send(headers, OBSERVATIONS, body);
        check("post", OBSERVATIONS, 401, again);
        assertThat(again.body()).contains("replayed");
        check("post", OBSERVATIONS, 403, service.signed(service.worker, OBSERVATIONS, body));
        check(
                "post",
                OBSERVATIONS,
                401,
                service.send(service.json(OBSERVATIONS, body).build()));
        for (String wrong : List.of(
                "{",
                "{\"workers\":[]}",
                "{\"interval\":1,\"workers\":[]}",
                body.replace("\"failures\":1", "\"failures\":4"),
                body.replace("\"x\"", "\"\""),
                body.replace("\"strain\":1", "\"strain\":9"),
                body.replace("}]", "},{\"id\":\"x\"}]"),
                body.replace("\"strain\"", "\"stress\""))) {
            check("post", OBSERVATIONS, 400, report(wrong));
        }
        check("post", OBSERVATIONS, 413, report("\"" + "x".repeat(2 * 1024 * 1024) + "\""));
    }

    @Test
    void theExportIsAFileThatVerifies() throws Exception {
        known("ex-1", "10.0.4.1:80", "");
        HttpResponse<String> export = service.send(HttpRequest.newBuilder(service.uri("/api/v1/facts/export"))
                .header("Authorization", "Bearer " + ReputationForTests.TOKEN)
                .build());
        assertThat(export.statusCode()).isEqualTo(200);
        Path file = Files.writeString(directory.resolve("export.tsv"), export.body());
        assertThat(FactFile.verify(file).entries()).isPositive();
        assertThat(export.body()).contains("ex-1");
        check("get", "/api/v1/facts/export", 401, service.get("/api/v1/facts/export"));
        until("the files have it, too", () -> {
            try (var files = Files.list(directory.resolve("facts"))) {
                return files.anyMatch(path -> contains(path, "ex-1"));
            }
        });
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void anotherReplicaSaysTheSame() throws Exception {
        known("two-1", "10.0.5.1:80", "");
        Path other = Files.createDirectories(directory.resolve("other"));
        try (ReputationForTests second = new ReputationForTests(redis, other)) {
            until(
                    "it has read the log",
                    () -> second.get(STANDINGS + "/two-1/explain").statusCode() == 200);
            assertThat(events(second)).isEqualTo(events(service));
            assertThat(second.signed(second.gateway, OBSERVATIONS, "{\"interval\":" + interval() + ",\"workers\":[]}")
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    private static JsonNode events(ReputationForTests of) throws Exception {
        return JSON.readTree(of.get(STANDINGS + "/two-1/events").body());
    }

    /** The rights of docs/redis.md, and no others. */
    @Test
    void itsUserOfRedisNeedsNotToSeeSessions() throws Exception {
        known("acl-1", "10.0.6.1:80", "team-acl");
        try (RedisConnection connection = redis.connections().getConnection()) {
            // The line of docs/redis.md.
            String user = RedisUsers.clients().stream()
                    .filter(line -> line.startsWith("user reputation "))
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst("user ", "SETUSER ");
            connection.execute(
                    "ACL",
                    Stream.of(user.split(" "))
                            .map(word -> word.getBytes(StandardCharsets.UTF_8))
                            .toArray(byte[][]::new));
        }
        Path other = Files.createDirectories(directory.resolve("acl"));
        try (ReputationForTests second = new ReputationForTests(
                redis,
                other,
                "--spring.data.redis.username=reputation",
                "--spring.data.redis.password=REPUTATION-PASSWORD")) {
            until("it has read the log", () -> second.get(STANDINGS + "/acl-1").statusCode() == 200);
            service.bean(OwnerThread.class).stop();
            until("it owns the log", () -> second.bean(OwnerLoop.class).isOwner());
            second.join("acl-2", "10.0.6.2:80", "team-acl");
            until("it makes facts", () -> second.get(STANDINGS + "/acl-2").statusCode() == 200);
            assertThat(second.operator(STANDINGS + "/acl-2/ban", "{\"why\":\"no\",\"by\":\"ada\"}")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(second.signed(second.gateway, OBSERVATIONS, "{\"interval\":" + interval() + ",\"workers\":[]}")
                            .statusCode())
                    .isEqualTo(204);
        } finally {
            service.bean(OwnerThread.class).start();
        }
    }

    @Test
    void numbersThatDoNotFitTogetherStopTheStartWithASentence(CapturedOutput output) throws Exception {
        Path other = Files.createDirectories(directory.resolve("bad"));

        assertThatThrownBy(() -> new ReputationForTests(redis, other, "--equipoise.reputation.score.suppress=20000"))
                .hasRootCauseInstanceOf(InvalidSettingException.class);
        assertThat(output.getOut())
                .contains("equipoise.reputation.score: nobody would ever be suppressed")
                .contains("Correct equipoise.reputation.score.")
                .doesNotContain("\tat dev.equipoise");
    }

    @Test
    void theDocumentHasEveryMappingAndNoOther() {
        Set<String> mapped = new TreeSet<>();
        for (RequestMappingHandlerMapping mappings : service.beans(RequestMappingHandlerMapping.class)) {
            mappings.getHandlerMethods().forEach((mapping, handler) -> {
                if (handler.getBeanType().getName().startsWith("dev.equipoise.")) {
                    mapped.addAll(operations(mapping));
                }
            });
        }
        assertThat(document.operations().keySet()).containsExactlyInAnyOrderElementsOf(mapped);
    }

    private static List<String> operations(RequestMappingInfo mapping) {
        List<String> operations = new ArrayList<>();
        for (String path : mapping.getPatternValues()) {
            mapping.getMethodsCondition().getMethods().forEach(method -> operations.add(method + " " + path));
        }
        return operations;
    }

    /** The answer has this status, and a body as the document says. */
    private static void check(String method, String path, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode operation = document.operation(method.toLowerCase(Locale.ROOT), path);
        assertThat(operation.path("responses").has(String.valueOf(status)))
                .as("documented")
                .isTrue();
        JsonNode content = document.response(operation, status).path("content");
        if (content.isMissingNode()) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        JsonNode media = content.path(type.replaceAll(";.*", ""));
        assertThat(media.isMissingNode()).as(type).isFalse();
        assertThat(document.errors(media.path("schema"), answer.body())).isEmpty();
    }
}
