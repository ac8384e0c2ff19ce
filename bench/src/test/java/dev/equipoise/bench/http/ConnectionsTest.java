package dev.equipoise.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.bench.Transport;
import dev.equipoise.bench.suite.Listeners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final Message GET = Message.of("GET", "/");

    private final Transport transport = Transport.best();
    private final Listeners listeners = Listeners.open(transport, 1);

    @AfterEach
    void close() {
        listeners.close();
    }

    @Test
    void whatFindsNoConnectionFreeWaitsAndIsAnsweredToo() throws Exception {
        try (Connections connections = open(listeners.address(0).getPort(), 2, Duration.ofSeconds(30))) {
            assertThat(send(connections, 50)).hasSize(50).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.outcome()).isEqualTo("status 200");
            });
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailureOfEach() throws Exception {
        listeners.close();
        try (Connections connections = open(listeners.address(0).getPort(), 2, Duration.ofSeconds(30))) {
            assertThat(send(connections, 5)).extracting(Answer::outcome).containsOnly("not connected");
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUpAndSoAreThoseInLine() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Connections connections = open(silent.getLocalPort(), 1, Duration.ofMillis(1))) {
            assertThat(send(connections, 3)).extracting(Answer::outcome).containsOnly("timed out");
        }
    }

    @Test
    void aConnectionThatEndsInsteadOfAnAnswerIsAFailure() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Connections connections = open(rude.getLocalPort(), 1, Duration.ofSeconds(30))) {
            CompletableFuture.runAsync(() -> hangUp(rude));

            assertThat(send(connections, 1)).extracting(Answer::outcome).containsExactly("closed");
        }
    }

    private static void hangUp(ServerSocket server) {
        try (var socket = server.accept()) {
            // The request has come.
            assertThat(socket.getInputStream().read()).isPositive();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connections open(int port, int most, Duration patience) {
        return Connections.open(
                transport, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), most, patience);
    }

    private static List<Answer> send(Connections connections, int count) throws Exception {
        List<CompletableFuture<Answer>> answers =
                Stream.generate(CompletableFuture<Answer>::new).limit(count).toList();
        connections.loop().execute(() -> answers.forEach(answer -> connections.send(GET, answer::complete)));
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        return answers.stream().map(CompletableFuture::join).toList();
    }
}
