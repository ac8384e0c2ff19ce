package dev.equipoise.registry.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.JoinToken;
import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.redis.RedisForTests;
import dev.equipoise.registry.Await;
import dev.equipoise.registry.RegistryForTests;
import dev.equipoise.registry.openapi.ApiDocument;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys while registries run: two of them over one Redis, and a directory they both watch. */
@ExtendWith(OutputCaptureExtension.class)
class KeysIT {

    private static final ApiDocument DOCUMENT = new ApiDocument();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OPERATOR = "0123456789abcdef0123456789abcdef-operator";
    private static final String KEYS = "/api/v1/keys";
    private static final String TOKENS = "/api/v1/join-tokens";

    @TempDir
    static Path directory;

    private static final RedisForTests REDIS = new RedisForTests();
    private static RegistryForTests one;
    private static RegistryForTests two;
    private static Path watched;

    @BeforeAll
    static void start() throws Exception {
        Path token = Files.writeString(directory.resolve("operator.token"), OPERATOR + "\n");
        watched = Files.createDirectory(directory.resolve("watched"));
        String[] arguments = {
            "--equipoise.registry.operator-token-file=" + token,
            "--equipoise.trust.directory=" + watched,
            "--equipoise.trust.refresh-interval=200ms"
        };
        one = new RegistryForTests(REDIS, directory, arguments);
        two = new RegistryForTests(REDIS, directory, arguments);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        REDIS.close();
    }

    @Test
    void aWorkerEnrolsItsOwnKeyAndRegistersWithIt(CapturedOutput output) throws Exception {
        String token = token("join-*");
        KeyPair pair = pair();

        HttpResponse<String> enrolled = enrol(one, "join/key@1", pair, token);

        assertThat(enrolled.statusCode()).as(enrolled.body()).isEqualTo(201);
        assertThat(DOCUMENT.errors("Key", enrolled.body())).isEmpty();
        JsonNode key = JSON.readTree(enrolled.body());
        assertThat(key.path("id").asString()).isEqualTo("join/key@1");
        assertThat(key.path("owner").asString()).isEqualTo("team joiners");
        assertThat(key.path("source").asString()).isEqualTo("enrolled");
        assertThat(key.path("active").asBoolean()).isTrue();
        assertThat(key.path("workerIds").get(0).asString()).isEqualTo("join-*");
        assertThat(key.path("notAfter").asString()).isEqualTo("2099-01-01T00:00:00Z");
        SigningKey signing = SigningKey.ed25519("join/key@1", pair.getPrivate());
        assertThat(register(one, signing, "join-1").statusCode())
                .as("at once here")
                .isEqualTo(201);
        Await.until(
                "the other registry knows the key",
                () -> register(two, signing, "join-2").statusCode() == 201);
        assertProblem(register(one, signing, "other-1"), 403, "worker-not-allowed");

        assertProblem(enrol(two, "join-again", pair, token), 403, "join-token-refused");
        assertThat(output.getOut()).doesNotContain(token).doesNotContain(OPERATOR);
        assertThat(REDIS.hash("eq:{fleet}:trust:tokens").toString()).doesNotContain(token);
    }

    @Test
    void aTokenIsKeptAsItsHashAlone() throws Exception {
        String token = token("hash-*");

        assertThat(REDIS.hash("eq:{fleet}:trust:tokens").toString())
                .contains(JoinToken.hash(token))
                .doesNotContain(token);
    }

    @Test
    void ofManyThatUseOneTokenAtTwoRegistriesOneIsEnrolled() throws Exception {
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        CyclicBarrier start = new CyclicBarrier(racers);
        try {
            for (int round = 0; round < 5; round++) {
                String token = token("race-*");
                List<Future<HttpResponse<String>>> all = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    RegistryForTests registry = racer % 2 == 0 ? one : two;
                    String id = "race-" + round + "-" + racer;
                    KeyPair pair = pair();
                    all.add(threads.submit(() -> {
                        start.await();
                        return enrol(registry, id, pair, token);
                    }));
                }
                int winners = 0;
                for (Future<HttpResponse<String>> racer : all) {
                    HttpResponse<String> answer = racer.get();
                    if (answer.statusCode() == 201) {
                        winners++;
                    } else {
                        assertProblem(answer, 403, "join-token-refused");
                    }
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void onlyWhoHoldsTheKeyEnrolsIt() throws Exception {
        String token = token("proof-*");
        KeyPair pair = pair();
        SigningKey own = SigningKey.ed25519("proof-key", pair.getPrivate());
        String body = keyBody("proof-key", pair, token);

        assertProblem(
                one.signed(SigningKey.ed25519("proof-key", pair().getPrivate()), "POST", KEYS, body),
                401,
                "bad-signature");
        assertProblem(one.signed(SigningKey.hmac("proof-key", new byte[32]), "POST", KEYS, body), 401, "bad-signature");
        assertProblem(one.signed(one.demo, "POST", KEYS, body), 401, "bad-signature");
        assertProblem(
                one.send(one.request("POST", KEYS, body, "application/json").build()), 401, "unsigned");
        assertProblem(
                one.signed(SigningKey.ed25519("other-id", pair.getPrivate()), "POST", KEYS, body),
                400,
                "invalid-field");
        assertProblem(one.signed(own, "POST", KEYS, body.replace(token, "eqj_guess")), 403, "join-token-refused");
        assertProblem(
                one.signed(own, "POST", KEYS, "{\"token\":\"" + token + "\",\"publicKey\":\"none\"}"),
                400,
                "invalid-field");
        assertProblem(one.signed(own, "POST", KEYS, "{\"token\":\"" + token + "\"}"), 400, "invalid-field");
        assertProblem(
                one.signed(own, "POST", KEYS, body.replaceFirst("\"token\":\"[^\"]+\",", "")), 400, "invalid-field");
        assertProblem(one.signed(own, "POST", KEYS, "[]"), 400, "malformed-json");
        assertProblem(enrol(one, "demo", pair, token), 409, "key-exists");

        assertThat(one.signed(own, "POST", KEYS, body).statusCode())
                .as("none of it used up the token")
                .isEqualTo(201);
    }

    @Test
    void aRevokedKeyIsRefusedEverywhereAndItsLeasesEnd() throws Exception {
        KeyPair pair = pair();
        assertThat(enrol(one, "thief", pair, token("thief-*")).statusCode()).isEqualTo(201);
        SigningKey key = SigningKey.ed25519("thief", pair.getPrivate());
        HttpResponse<String> registered = register(one, key, "thief-1");
        JsonNode lease = JSON.readTree(registered.body());
        SigningKey session = SigningKey.hmac(
                lease.path("lease").asString(),
                Base64.getDecoder().decode(lease.path("sessionKey").asString()));
        String beat = "/api/v1/workers/thief-1/heartbeat";
        assertThat(two.signed(session, "PUT", beat, "{}").statusCode()).isEqualTo(204);

        HttpResponse<String> revoked = operator(one, "DELETE", KEYS + "/thief", "");

        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(revoked.body()).path("known").asBoolean()).isTrue();
        assertProblem(register(one, key, "thief-2"), 401, "key-revoked");
        assertEnded(one.signed(session, "PUT", beat, "{}"));
        Await.until(
                "the other registry refuses the key",
                () -> register(two, key, "thief-2").body().contains("key-revoked"));
        assertEnded(two.signed(session, "PUT", beat, "{}"));
        assertProblem(enrol(two, "thief", pair(), token("thief-*")), 401, "key-revoked");

        HttpResponse<String> misspelt = operator(one, "DELETE", KEYS + "/no/such@key", "");
        assertThat(JSON.readTree(misspelt.body()).path("known").asBoolean()).isFalse();
        assertThat(DOCUMENT.errors("RevokedKey", revoked.body())).isEmpty();
        String keys = operator(one, "GET", KEYS, "").body();
        assertThat(DOCUMENT.errors("Keys", keys)).isEmpty();
        assertThat(JSON.readTree(keys).path("revoked").toString()).contains("\"thief\"", "\"no/such@key\"");
        assertProblem(operator(one, "DELETE", KEYS + "/" + "x".repeat(129), ""), 400, "invalid-field");
    }

    @Test
    void aKeyOfTheConfigurationIsRevokedToo() throws Exception {
        assertThat(register(one, one.edKey, "ed-1").statusCode()).isNotEqualTo(401);

        operator(two, "DELETE", KEYS + "/ed", "");

        Await.until(
                "the key of the configuration is refused",
                () -> register(one, one.edKey, "ed-1").body().contains("key-revoked"));
    }

    @Test
    void keysComeAndGoWithTheFilesOfTheDirectory() throws Exception {
        SigningKey key = SigningKey.hmac("mounted", RegistryForTests.SECRET);
        assertProblem(register(one, key, "mount-1"), 401, "unknown-key");
        Path file = watched.resolve("mounted.json");
        String document = "{\"owner\":\"mounters\",\"workerIds\":[\"mount-*\"],\"services\":[\"default\"],"
                + "\"networks\":[\"127.0.0.0/8\"],\"secret\":\""
                + Base64.getEncoder().encodeToString(RegistryForTests.SECRET) + "\"}";

        Files.writeString(file, document);
        for (RegistryForTests registry : List.of(one, two)) {
            Await.until(
                    "the key of the file is known",
                    () -> register(registry, key, "mount-1").statusCode() == 201);
        }

        Files.writeString(file, document.replace("{\"owner\"", "{\"notAfter\":\"2020-01-01T00:00:00Z\",\"owner\""));
        Await.until(
                "its time is over", () -> register(one, key, "mount-1").body().contains("key-not-active"));
        assertThat(operator(one, "GET", KEYS, "").body())
                .doesNotContain(Base64.getEncoder().encodeToString(RegistryForTests.SECRET));

        Files.delete(file);
        Await.until("it is gone", () -> register(one, key, "mount-1").body().contains("unknown-key"));
    }

    @Test
    void operatorsDrainAnyWorkerWithTheirTokenInPlaceOfASignature() throws Exception {
        String worker = "/api/v1/workers/demo-drained";
        assertThat(register(one, one.demo, "demo-drained").statusCode()).isEqualTo(201);
        assertProblem(
                one.send(one.request("POST", worker + "/drain", "", "application/json")
                        .header("Authorization", "Bearer " + OPERATOR + "x")
                        .build()),
                401,
                "operator-only");
        assertProblem(
                one.send(one.request("POST", worker + "/drain", "", "application/json")
                        .build()),
                401,
                "unsigned");

        assertThat(operator(two, "POST", worker + "/drain", "").statusCode()).isEqualTo(204);

        assertThat(one.send(one.request("GET", worker, "", "application/json").build())
                        .body())
                .contains("\"status\":\"DRAINING\"");
        assertProblem(operator(one, "POST", "/api/v1/workers/demo-nobody/drain", ""), 404, "unknown-worker");
    }

    @Test
    void operatorsSeeEveryKeyAndNoSecret() throws Exception {
        JsonNode list = JSON.readTree(operator(one, "GET", KEYS, "").body());

        JsonNode demo = list.path("keys")
                .valueStream()
                .filter(key -> key.path("id").asString().equals("demo"))
                .findFirst()
                .orElseThrow();
        assertThat(demo.path("source").asString()).isEqualTo("configuration");
        assertThat(demo.path("roles").get(0).asString()).isEqualTo("worker");
        assertThat(demo.path("networks").toString()).contains("127.0.0.0/8");
        assertThat(list.toString())
                .doesNotContain(Base64.getEncoder().encodeToString(RegistryForTests.SECRET))
                .doesNotContain("publicKey");
    }

    @Test
    void nobodyElseSeesOrRevokesKeysOrIssuesTokens() throws Exception {
        for (String[] request : new String[][] {{"GET", KEYS}, {"DELETE", KEYS + "/demo"}, {"POST", TOKENS}}) {
            HttpRequest.Builder asked = one.request(request[0], request[1], tokenBody("x-*"), "application/json");
            HttpResponse<String> refused = one.send(asked.copy().build());
            assertProblem(refused, 401, "operator-only");
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertProblem(
                    one.send(asked.copy()
                            .header("Authorization", "Bearer " + OPERATOR + "x")
                            .build()),
                    401,
                    "operator-only");
        }
        assertThat(register(one, one.demo, "demo-still").statusCode()).isEqualTo(201);
    }

    @Test
    void withoutATokenFileNobodyIsAnOperator(CapturedOutput output) throws Exception {
        try (RegistryForTests closed = new RegistryForTests(directory)) {
            for (String[] request : new String[][] {{"GET", KEYS}, {"DELETE", KEYS + "/demo"}, {"POST", TOKENS}}) {
                HttpResponse<String> refused =
                        closed.send(closed.request(request[0], request[1], "{}", "application/json")
                                .header("Authorization", "Bearer " + OPERATOR)
                                .build());
                assertProblem(refused, 403, "operator-only");
                assertThat(refused.body()).contains("equipoise.registry.operator-token-file");
            }
            assertThat(output.getOut()).contains("set equipoise.registry.operator-token-file");
        }
    }

    @Test
    void aTokenThatCannotBeIsRefusedWithASentence() throws Exception {
        String good = tokenBody("x-*");
        for (String[] bad : new String[][] {
            {"\"2h\"", "\"8d\""},
            {"\"2h\"", "\"0s\""},
            {"\"2h\"", "\"soon\""},
            {"2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z"},
            {"2099-01-01T00:00:00Z", "never"},
            {"2099-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z"},
            {"\"x-*\"", "\"*x\""},
            {"\"x-*\"", ""},
            {"\"x-*\"", "null"},
            {"127.0.0.0/8", "everywhere"},
            {"\"default\"", "\"De fault\""},
            {"team joiners", " "}
        }) {
            assertThat(good).contains(bad[0]);
            HttpResponse<String> refused = operator(one, "POST", TOKENS, good.replace(bad[0], bad[1]));
            assertProblem(refused, 400, "invalid-field");
        }
        assertProblem(operator(one, "POST", TOKENS, good.replace("owner", "ownre")), 400, "malformed-json");

        HttpResponse<String> issued = operator(one, "POST", TOKENS, good);
        assertThat(issued.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(Instant.parse(JSON.readTree(issued.body()).path("expires").asString()))
                .isBetween(Instant.now().plusSeconds(7100), Instant.now().plusSeconds(7300));
    }

    private static String token(String workerIds) throws Exception {
        HttpResponse<String> issued = operator(one, "POST", TOKENS, tokenBody(workerIds));
        assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
        return JSON.readTree(issued.body()).path("token").asString();
    }

    private static String tokenBody(String workerIds) {
        return "{\"owner\":\"team joiners\",\"workerIds\":[\"" + workerIds
                + "\"],\"services\":[\"default\"],\"networks\":[\"127.0.0.0/8\"],\"expiresIn\":\"2h\","
                + "\"keyNotAfter\":\"2099-01-01T00:00:00Z\"}";
    }

    private static HttpResponse<String> operator(RegistryForTests registry, String method, String path, String body)
            throws Exception {
        return registry.send(registry.request(method, path, body, "application/json")
                .header("Authorization", "Bearer " + OPERATOR)
                .build());
    }

    private static HttpResponse<String> enrol(RegistryForTests registry, String id, KeyPair pair, String token)
            throws Exception {
        return registry.signed(SigningKey.ed25519(id, pair.getPrivate()), "POST", KEYS, keyBody(id, pair, token));
    }

    private static String keyBody(String id, KeyPair pair, String token) {
        String pem = "-----BEGIN PUBLIC KEY-----\\n"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\\n-----END PUBLIC KEY-----\\n";
        return "{\"token\":\"" + token + "\",\"id\":\"" + id + "\",\"publicKey\":\"" + pem + "\"}";
    }

    private static HttpResponse<String> register(RegistryForTests registry, SigningKey key, String workerId)
            throws Exception {
        return registry.signed(
                key, "POST", "/register-worker", "{\"id\":\"" + workerId + "\",\"address\":\"http://127.0.0.1:9001\"}");
    }

    private static KeyPair pair() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** A registry that remembers whose lease it was says so; one that does not knows no such lease. */
    private static void assertEnded(HttpResponse<String> beat) {
        assertThat(beat.statusCode() + " "
                        + JSON.readTree(beat.body()).path("type").asString())
                .isIn(
                        "401 https://equipoise.dev/problems/key-revoked",
                        "404 https://equipoise.dev/problems/unknown-lease");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"https://equipoise.dev/problems/" + type + "\"");
    }
}
