package dev.equipoise.registry.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.SigningKey;
import dev.equipoise.redis.RedisForTests;
import dev.equipoise.registry.RawConnection;
import dev.equipoise.registry.RegistryForTests;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * R12: every message of the corpus is refused for the right reason and changes nothing in Redis; unspoilt ones are accepted
 * all the same. Another corpus: {@code -Dequipoise.seed=N}.
 */
class ForgeryCorpusIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TYPE = "https://equipoise.dev/problems/";
    private static final int LEAST = 10_000;
    private static final int VALID = 1_000;
    private static final int THREADS = 4;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("equipoise.seed", 20261121);

    @Test
    void everyForgeryIsRefusedForItsReasonAndChangesNothing() throws Exception {
        try (RedisForTests redis = new RedisForTests();
                RegistryForTests registry =
                        new RegistryForTests(redis, directory, "--equipoise.registry.sweep-interval=1h")) {
            ForgeryCorpus corpus = new ForgeryCorpus(new ForgeryCorpus.Keys(
                    registry.demo, registry.edKey, session(registry), registry.edPublic, birth(redis)));
            Map<String, String> before = registry.store();

            int sent = 0;
            List<String> wrong = new ArrayList<>();
            System.out.println("forgeries, seed " + seed);
            for (ForgeryCorpus.Kind kind : corpus.kinds()) {
                List<String> faults = play(registry, kind);
                System.out.printf(
                        "  %5d %-36s %d %-22s %s%n",
                        kind.count(),
                        kind.name(),
                        kind.status(),
                        kind.type(),
                        faults.isEmpty() ? "" : faults.size() + " WRONG");
                sent += kind.count();
                faults.stream().limit(3).forEach(wrong::add);
            }
            System.out.println("  " + sent + " in all");

            assertThat(wrong).as("seed %d", seed).isEmpty();
            assertThat(sent).isGreaterThanOrEqualTo(LEAST);
            Map<String, String> after = registry.store();
            // The nonces of what was accepted before may have been forgotten by now; new ones there must not be.
            before.keySet().removeIf(key -> key.contains(":nonce:") && !after.containsKey(key));
            assertThat(after).as("Redis, seed %d", seed).isEqualTo(before);
            assertThat(accepted(registry, corpus)).as("valid ones accepted").isEqualTo(VALID);
        }
    }

    /** What was not refused as it should have been. */
    private List<String> play(RegistryForTests registry, ForgeryCorpus.Kind kind) throws Exception {
        return parallel(registry, kind.count(), (n, connection) -> {
            Random random = new Random(seed * 31 + kind.name().hashCode() * 1_000_003L + n);
            RawConnection.Answer answer = kind.spoil().message(n, random).send(connection);
            String type = answer.body().isEmpty() ? "nothing" : type(JSON.readTree(answer.body()));
            boolean right = answer.status() == kind.status()
                    && type.equals(kind.type())
                    && answer.headers().getOrDefault("content-type", "").startsWith("application/problem+json");
            return right ? null : kind.name() + " " + n + " gave " + answer.status() + " " + answer.body();
        });
    }

    private int accepted(RegistryForTests registry, ForgeryCorpus corpus) throws Exception {
        List<String> refused = parallel(registry, VALID, (n, connection) -> {
            RawConnection.Answer answer = corpus.valid(n, new Random(seed + n)).send(connection);
            return answer.status() == (n % 3 == 2 ? 204 : 201) ? null : answer.status() + " " + answer.body();
        });
        assertThat(refused).as("seed %d", seed).isEmpty();
        return VALID - refused.size();
    }

    @FunctionalInterface
    private interface Exchange {
        /** What went wrong; null for nothing. */
        String run(int n, RawConnection connection) throws IOException;
    }

    private static List<String> parallel(RegistryForTests registry, int count, Exchange exchange) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicInteger next = new AtomicInteger();
        try {
            List<Future<List<String>>> parts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                parts.add(threads.submit(() -> {
                    List<String> faults = new ArrayList<>();
                    try (RawConnection connection = registry.connect()) {
                        for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                            String fault = exchange.run(n, connection);
                            if (fault != null) {
                                faults.add(fault);
                            }
                        }
                    }
                    return faults;
                }));
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> part : parts) {
                all.addAll(part.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String type(JsonNode problem) {
        String type = problem.path("type").asString("");
        return type.startsWith(TYPE) ? type.substring(TYPE.length()) : "";
    }

    private static SigningKey session(RegistryForTests registry) throws Exception {
        HttpResponse<String> registered =
                registry.signed(registry.demo, "POST", ForgeryCorpus.REGISTER, ForgeryCorpus.body("demo-target"));
        assertThat(registered.statusCode()).isEqualTo(201);
        JsonNode answer = JSON.readTree(registered.body());
        return SigningKey.hmac(
                answer.path("lease").asString(),
                Base64.getDecoder().decode(answer.path("sessionKey").asString()));
    }

    private static Instant birth(RedisForTests redis) {
        return Instant.ofEpochSecond(
                Long.parseLong(redis.hash("eq:{fleet}:meta").get("since")));
    }
}
