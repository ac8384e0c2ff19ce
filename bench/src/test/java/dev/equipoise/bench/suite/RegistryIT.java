package dev.equipoise.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.core.registration.RequestSigner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmarks start and say is what the registry understands. */
class RegistryIT {

    private static final int WORKERS = 20;

    @TempDir
    private Path work;

    @Test
    void workersJoinBeatAndLeaveAndTheProcessesTellWhatTheyTake() throws Exception {
        List<String> arguments = List.of("--equipoise.registry.call-workers=false");
        try (Redis redis = Redis.start(work);
                Registry registry = Registry.start(Path.of(".."), new Jvm(Jvm.LAPTOP), redis, arguments, work);
                Connections connections =
                        Connections.open(Transport.best(), registry.service().address(), 2, Duration.ofSeconds(30))) {
            WorkerMessages messages = new WorkerMessages(registry.key());
            RequestSigner[] sessions = new RequestSigner[WORKERS];
            URI address = URI.create("http://127.0.0.1:9001");

            Crowd.say(
                    connections,
                    WORKERS,
                    worker -> messages.registration("w-" + worker, address),
                    (worker, answer) -> sessions[worker] = messages.signer(messages.lease(answer)));
            assertThat(registry.serving()).isEqualTo(WORKERS);
            assertThat(registry.expired()).isZero();

            CompletableFuture<Answer> beat = new CompletableFuture<>();
            CompletableFuture<Answer> leave = new CompletableFuture<>();
            connections.loop().execute(() -> {
                connections.send(messages.heartbeat("w-0", sessions[0], 0.5), beat::complete);
                connections.send(messages.leave("w-1"), leave::complete);
            });
            assertThat(beat.get(30, TimeUnit.SECONDS).status()).isEqualTo(204);
            assertThat(leave.get(30, TimeUnit.SECONDS).status()).isEqualTo(204);
            assertThat(registry.serving()).isEqualTo(WORKERS - 1);

            assertThat(registry.service().gc().force(registry.service().process()))
                    .isBetween(1, 96);
            assertThat(registry.service().process().cpu()).isPositive();
            assertThat(redis.process().isAlive()).isTrue();
        }
    }
}
