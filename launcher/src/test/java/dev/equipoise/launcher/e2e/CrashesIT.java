package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes are killed and stopped in the middle of requests (promises R2, R3 and R4). */
@Tag("long")
class CrashesIT {

    private static final long SEED = Long.getLong("e2e.seed", 20_261_121);
    private static final int AT_ONCE = 8;
    private static final int WORKERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aPostIsNeverSentTwiceWhileWorkersAreKilled() throws Exception {
        postsWhileWorkersAreKilled(1_200, 3);
    }

    @Test
    void tenThousandPostsAreNeverSentTwiceWhileWorkersAreKilled() throws Exception {
        postsWhileWorkersAreKilled(10_000, 20);
    }

    private void postsWhileWorkersAreKilled(int posts, int kills) throws Exception {
        Random random = new Random(SEED);
        Map<String, Integer> outcomes = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        try (LoneGateway gateway = new LoneGateway(directory, WORKERS)) {
            ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
            List<CompletableFuture<Void>> done = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                done.add(CompletableFuture.runAsync(
                        () -> {
                            for (int id = next.getAndIncrement(); id < posts; id = next.getAndIncrement()) {
                                outcomes.put("post-" + id, post(gateway, "post-" + id));
                            }
                        },
                        clients));
            }
            List<String> schedule = new ArrayList<>();
            for (int kill = 1; kill <= kills; kill++) {
                int when = posts * kill / (kills + 1);
                RunningSuite.await("post " + when, () -> next.get() >= when);
                int victim = random.nextInt(WORKERS);
                schedule.add(LoneGateway.nameOf(victim) + " at " + next.get());
                gateway.kill(victim);
                gateway.startAgain(victim);
            }
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(10, TimeUnit.MINUTES);
            clients.shutdown();

            List<String> seen = gateway.posts();
            Map<Integer, Integer> statuses = new TreeMap<>();
            outcomes.values().forEach(status -> statuses.merge(status, 1, Integer::sum));
            int failed = posts - statuses.getOrDefault(200, 0);
            System.out.println("posts " + posts + ", seed " + SEED + ", killed " + schedule + ", statuses (0: broken) "
                    + statuses + ", seen " + seen.size() + ", twice " + (seen.size() - new HashSet<>(seen).size()));
            assertThat(seen).doesNotHaveDuplicates();
            assertThat(seen)
                    .as("whatever was answered was done")
                    .containsAll(outcomes.entrySet().stream()
                            .filter(outcome -> outcome.getValue() == 200)
                            .map(Map.Entry::getKey)
                            .toList());
            assertThat(failed).as("failed, of those that the killed held").isLessThanOrEqualTo(AT_ONCE * kills);
        }
    }

    /** @return the status; 0 if there was no whole answer */
    private int post(LoneGateway gateway, String id) {
        try {
            return http.send(
                            HttpRequest.newBuilder(gateway.uri("/"))
                                    .timeout(PATIENCE)
                                    .POST(HttpRequest.BodyPublishers.ofString(id))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoDiesInTheMiddleOfAnswersBreaksOffItsOwnAndNoOthers() throws Exception {
        int length = 1_500_000;
        Map<String, Integer> byWorker = new ConcurrentSkipListMap<>();
        try (LoneGateway gateway = new LoneGateway(
                directory, 2, "--equipoise.gateway.policy=round-robin", "--equipoise.gateway.expose-worker=true")) {
            AtomicInteger begun = new AtomicInteger();
            List<String> workers = new ArrayList<>();
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(stream(gateway, length, begun, workers));
            }
            RunningSuite.await("all answers to begin", () -> begun.get() == 12);
            String victim;
            synchronized (workers) {
                victim = workers.stream().sorted().findFirst().orElseThrow();
                workers.forEach(worker -> byWorker.merge(worker, 1, Integer::sum));
            }
            assertThat(byWorker).hasSize(2);
            gateway.kill(gateway.numberOf(victim));

            Map<String, Integer> outcomes = new TreeMap<>();
            for (CompletableFuture<String> answer : answers) {
                outcomes.merge(answer.get(2, TimeUnit.MINUTES), 1, Integer::sum);
            }
            System.out.println("answers by worker " + byWorker + ", killed " + victim + ": " + outcomes);
            int own = byWorker.getOrDefault(victim, 0);
            assertThat(outcomes)
                    .isEqualTo(Map.of("broken off at " + victim, own, "whole of another", answers.size() - own));
        }
    }

    private CompletableFuture<String> stream(
            LoneGateway gateway, int length, AtomicInteger begun, List<String> workers) {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.uri("/stream?" + length)).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApplyAsync(
                        answer -> {
                            String worker = answer.headers()
                                    .firstValue("Equipoise-Worker")
                                    .orElse("");
                            synchronized (workers) {
                                workers.add(worker);
                            }
                            begun.incrementAndGet();
                            try (var body = answer.body()) {
                                int read = body.readAllBytes().length;
                                return answer.statusCode() == 200 && read == length
                                        ? "whole of another"
                                        : "wrong: " + read;
                            } catch (IOException broken) {
                                return "broken off at " + worker;
                            }
                        },
                        Executors.newCachedThreadPool(task -> {
                            Thread thread = new Thread(task, "reader");
                            thread.setDaemon(true);
                            return thread;
                        }));
    }

    /** What GETs that meet it cost is the lanes' business (HANGING_WORKERS); here nobody waits for ever, and it comes back. */
    @Test
    void whoIsStoppedKeepsNobodyForEverAndGetsRequestsAgain() throws Exception {
        try (LoneGateway gateway = new LoneGateway(
                directory,
                WORKERS,
                "--equipoise.gateway.policy=round-robin",
                "--spring.cloud.gateway.server.webflux.httpclient.response-timeout=1s",
                "--equipoise.guards.outlier-ejection.base=1s")) {
            gateway.pause(0);
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < 200; i++) {
                statuses.merge(post(gateway, "post-" + i), 1, Integer::sum);
            }
            System.out.println("POSTs beside a stopped worker: " + statuses);
            assertThat(statuses.keySet()).isSubsetOf(200, 504);
            assertThat(statuses.getOrDefault(200, 0)).isGreaterThan(100);

            gateway.resume(0);
            long resumed = System.nanoTime();
            RunningSuite.await(
                    "requests to it",
                    () -> http.send(
                                    HttpRequest.newBuilder(gateway.uri("/")).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body()
                            .equals(LoneGateway.nameOf(0)));
            Figures.print("resumed worker answered again", resumed);
            assertThat(gateway.posts()).doesNotHaveDuplicates();
        }
    }
}
