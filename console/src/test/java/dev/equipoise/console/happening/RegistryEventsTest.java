package dev.equipoise.console.happening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.console.ask.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registries that are played by sockets, and fall silent without closing. */
class RegistryEventsTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static final String JOINED = "id: 7-0\nevent: joined\ndata: {\"kind\":\"joined\",\"id\":\"w-1\"}\n\n";
    private static final int PATIENCE_MS = 60_000;

    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final Happenings happenings = new Happenings(10, InstantSource.system());
    private ServerSocket registry;
    private Thread following;

    @BeforeEach
    void listen() throws IOException {
        registry = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        registry.setSoTimeout(PATIENCE_MS);
    }

    @AfterEach
    void stop() throws Exception {
        following.interrupt();
        following.join(PATIENCE_MS);
        assertThat(following.isAlive()).as("it ends when it is interrupted").isFalse();
        registry.close();
    }

    @Test
    void goesOnBehindTheLastChangeWhenTheStreamFallsSilent() throws Exception {
        follow(Duration.ofMillis(500));
        try (Socket silent = registry.accept()) {
            assertThat(head(silent)).noneMatch(line -> line.startsWith("Last-Event-ID"));
            say(silent, HEAD + JOINED);
            assertThat(changes.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isNotNull();

            try (Socket next = registry.accept()) {
                assertThat(head(next)).contains("Last-Event-ID: 7-0");
                assertThat(silent.getInputStream().read())
                        .as("the silent connection is closed")
                        .isEqualTo(-1);
            }
        }
        assertThat(happenings.last()).extracting(Happening::subject).containsExactly("w-1");
    }

    @Test
    void givesARegistryUpThatTakesTheRequestAndNeverAnswers() throws Exception {
        follow(Duration.ofMillis(500));
        try (Socket silent = registry.accept()) {
            assertThat(head(silent)).isNotEmpty();
            try (Socket next = registry.accept()) {
                assertThat(head(next)).isNotEmpty();
            }
        }
    }

    @Test
    void keepsAStreamThatSaysOnlyThatItIsThere() throws Exception {
        follow(Duration.ofMillis(PATIENCE_MS));
        try (Socket one = registry.accept()) {
            head(one);
            say(one, HEAD + "retry: 2000\n\n:\n\n");
            say(one, ":\n\n" + JOINED);
            assertThat(changes.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isNotNull();
            say(one, JOINED.replace("7-0", "8-0"));
            assertThat(changes.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isNotNull();
        }
        try (Socket next = registry.accept()) {
            assertThat(head(next)).contains("Last-Event-ID: 8-0");
        }
    }

    private void follow(Duration silence) {
        URI base = URI.create("http://127.0.0.1:" + registry.getLocalPort());
        following = new Thread(new RegistryEvents(
                List.of(new Peer("registry", "registry", base)), happenings, () -> changes.add("change"), silence));
        following.setDaemon(true);
        following.start();
    }

    private static List<String> head(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        return reader.lines().takeWhile(line -> !line.isEmpty()).toList();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
