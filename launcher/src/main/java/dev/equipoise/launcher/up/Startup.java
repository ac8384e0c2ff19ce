package dev.equipoise.launcher.up;

import dev.equipoise.launcher.http.HttpProbe;
import dev.equipoise.launcher.http.HttpProbe.Answer;
import dev.equipoise.launcher.process.Child;
import dev.equipoise.launcher.process.LogTail;
import dev.equipoise.launcher.redis.EmbeddedRedis;
import dev.equipoise.launcher.status.Node;
import dev.equipoise.launcher.terminal.LauncherException;
import dev.equipoise.launcher.terminal.Progress;
import dev.equipoise.launcher.up.Parts.Plan;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts the parts of one run and waits until requests are answered. One thread runs it. */
final class Startup {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOG_LINES = 15;

    private final UpSettings settings;
    private final Parts parts;
    private final Launch launch;
    private final Progress progress;
    private final HttpProbe http = new HttpProbe();
    private final long deadline = System.nanoTime() + LIMIT.toNanos();
    private String stage = "";

    Startup(UpSettings settings, Parts parts, Launch launch, Progress progress) {
        this.settings = settings;
        this.parts = parts;
        this.launch = launch;
        this.progress = progress;
    }

    /** @throws LauncherException if a part ends, or the whole does not answer in time */
    void run(@Nullable EmbeddedRedis redis) throws InterruptedException {
        if (redis != null) {
            launch.redis(redis);
            await("Redis", redis::answers);
        }
        Plan registry = parts.registry();
        Plan gateway = parts.gateway();
        launch.service(registry);
        launch.service(gateway);
        if (settings.strictOrder()) {
            startInOrder();
        } else {
            // At the same time as the others: a worker knocks until the registry opens.
            for (int number = 1; number <= settings.workers(); number++) {
                launch.service(parts.worker(number));
            }
        }
        await("the registry", () -> http.ok(registry.readiness(), POLL_TIMEOUT));
        await("the gateway", () -> http.ok(gateway.readiness(), POLL_TIMEOUT));
        awaitFleet();
        prove();
        // Now, and not before: no request needs it, and it would take the processor from those that are needed.
        launch.service(parts.reputation());
        if (settings.hasConsole()) {
            launch.service(parts.console());
        }
    }

    /**
     * Whether what {@link #run} has started and not waited for is ready now. Requests are answered meanwhile, and parts may end
     * as they may at any time.
     */
    boolean isWhole() throws InterruptedException {
        return http.ok(parts.reputation().readiness(), POLL_TIMEOUT)
                && (!settings.hasConsole() || http.ok(parts.console().readiness(), POLL_TIMEOUT));
    }

    /**
     * Strict rotation is in the order of registration. Started at once, workers register as the scheduler pleases, and
     * the answers would come as 2 1 3 2 1 3; started one after the other, they come as 1 2 3.
     */
    private void startInOrder() throws InterruptedException {
        for (int number = 1; number <= settings.workers(); number++) {
            launch.service(parts.worker(number));
            String id = UpSettings.workerId(number);
            await(UpSettings.workerName(number) + " to register", () -> registered(id));
        }
    }

    private boolean registered(String id) throws InterruptedException {
        Optional<Answer> answer = http.get(URI.create(settings.registry() + "/api/v1/workers"), POLL_TIMEOUT);
        return answer.isPresent()
                && answer.get().ok()
                && Node.listedIn(answer.get().body()).stream()
                        .anyMatch(node -> node.id().equals(id));
    }

    private void awaitFleet() throws InterruptedException {
        int wanted = settings.workers();
        int[] listed = {0};
        while (listed[0] < wanted) {
            int before = listed[0];
            await("the workers, " + before + " of " + wanted + " registered", () -> {
                listed[0] = routed().size();
                return listed[0] != before;
            });
        }
    }

    private List<String> routed() throws InterruptedException {
        return http.get(URI.create(settings.gateway() + "/workers"), POLL_TIMEOUT)
                .filter(Answer::ok)
                .map(answer -> Node.addressesIn(answer.body()))
                .orElse(List.of());
    }

    /**
     * Listed is not yet proven: what counts is that as many requests as there are workers are answered; and where there
     * are none, that the gateway says so.
     */
    private void prove() throws InterruptedException {
        progress.show("sending the first requests");
        if (settings.workers() == 0) {
            await(
                    "the gateway's answer",
                    () -> http.get(URI.create(settings.gateway() + "/"), REQUEST_TIMEOUT)
                            .isPresent());
        }
        for (int number = 1; number <= settings.workers(); number++) {
            Answer answer = http.get(URI.create(settings.gateway() + "/"), REQUEST_TIMEOUT)
                    .orElseThrow(() -> LauncherException.failure("the gateway does not answer a request"));
            if (!answer.ok()) {
                throw LauncherException.failure(
                        "the gateway answers " + answer.status() + " to request " + number + ": " + answer.body());
            }
        }
    }

    private void await(String what, Condition condition) throws InterruptedException {
        stage = what;
        progress.show("waiting for " + what);
        Duration pause = Duration.ofMillis(100);
        while (!condition.holds()) {
            Child dead = launch.nextDeath(pause);
            if (dead != null) {
                throw LauncherException.failure(
                        dead.name() + " " + dead.ending() + " while starting" + lastLines(dead));
            }
            if (System.nanoTime() > deadline) {
                throw LauncherException.failure("gave up waiting for " + stage + " after " + LIMIT.toSeconds()
                        + " s; the logs are in " + launch.logs());
            }
        }
    }

    private static String lastLines(Child child) {
        List<String> lines = LogTail.of(child.log(), LOG_LINES);
        return lines.isEmpty()
                ? ", without a word in " + child.log()
                : "; the end of " + child.log() + ":\n  " + String.join("\n  ", lines);
    }

    /** Something that is going to be true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws InterruptedException;
    }
}
