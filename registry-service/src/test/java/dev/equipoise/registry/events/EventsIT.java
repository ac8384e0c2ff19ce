package dev.equipoise.registry.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.membership.Change;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.core.membership.WorkerStatus;
import dev.equipoise.registry.Await;
import dev.equipoise.registry.RegistryForTests;
import dev.equipoise.registry.events.EventStream.Event;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stream over HTTP and a real Redis. */
@ExtendWith(OutputCaptureExtension.class)
class EventsIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATH = "/api/v1/workers/events";

    @TempDir
    Path directory;

    private RegistryForTests registry;
    private EventFeed feed;

    @BeforeEach
    void start() throws Exception {
        registry = new RegistryForTests(
                directory,
                "--equipoise.registry.sweep-interval=100ms",
                "--equipoise.registry.events.max-subscribers=3",
                "--equipoise.registry.events.keep-alive=200ms");
        feed = registry.bean(EventFeed.class);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aLifeIsSeenAsItHappens() throws Exception {
        try (EventStream stream = open(null)) {
            assertThat(stream.response().headers().firstValue("Content-Type"))
                    .contains("text/event-stream;charset=UTF-8");
            assertThat(stream.next().name()).isEqualTo("resync");

            register("demo-1");
            Event joined = stream.next();
            assertThat(joined.name()).isEqualTo("joined");
            JsonNode data = JSON.readTree(joined.data());
            assertThat(data.path("id").asString()).isEqualTo("demo-1");
            assertThat(data.path("worker").path("address").asString()).isEqualTo("http://127.0.0.1:9001");
            assertThat(list()).as("the list asked for after the event").contains("demo-1");

            registry.signed(registry.demo, "POST", "/api/v1/workers/demo-1/drain", "");
            assertThat(stream.next().name()).isEqualTo("draining");
            registry.signed(registry.demo, "DELETE", "/api/v1/workers/demo-1", "");
            Event left = stream.next();
            assertThat(left.name()).isEqualTo("left");
            assertThat(JSON.readTree(left.data()).path("worker").isNull()).isTrue();
            assertThat(JSON.readTree(left.data()).path("version").asLong())
                    .isEqualTo(data.path("version").asLong() + 2);
        }
    }

    @Test
    void whoReconnectsMissesNothing() throws Exception {
        Event last;
        try (EventStream stream = open(null)) {
            stream.next();
            register("demo-1");
            last = stream.next();
        }
        register("demo-2");
        registry.signed(registry.demo, "DELETE", "/api/v1/workers/demo-1", "");

        try (EventStream stream = open(last.id())) {
            assertThat(stream.next().name()).isEqualTo("joined");
            assertThat(stream.next().name()).isEqualTo("left");
        }
        try (EventStream stream = open("1-1")) {
            Event resync = stream.next();
            assertThat(resync.name()).isEqualTo("resync");
            register("demo-3");
            assertThat(stream.next().name()).isEqualTo("joined");
            try (EventStream resumed = open(resync.id())) {
                assertThat(JSON.readTree(resumed.next().data()).path("id").asString())
                        .as("the change behind the resync")
                        .isEqualTo("demo-3");
            }
        }
    }

    @Test
    void aStoreThatLostItsMemoryIsAResync() throws Exception {
        register("demo-1");
        try (EventStream stream = open(null)) {
            stream.next();
            registry.loseStore();
            Event next = stream.next();
            // The stream may have begun before its follower came to the first registration.
            assertThat((next.name().equals("joined") ? stream.next() : next).name())
                    .isEqualTo("resync");
            registerUntilAccepted("demo-2");
            assertThat(stream.next().name()).isEqualTo("joined");
        }
    }

    @Test
    void aSilentStreamIsKeptAliveAndOneNobodyReadsEnds() throws Exception {
        try (EventStream stream = open(null)) {
            assertThat(stream.next().name()).isEqualTo("resync");
            assertThat(stream.nextOrComment().name()).isEqualTo("comment");
            assertThat(stream.nextOrComment().name()).isEqualTo("comment");
            assertThat(feed.subscribers()).isEqualTo(1);
        }
        Await.until("the subscriber that is gone", () -> feed.subscribers() == 0);
    }

    @Test
    void oneTooManyIsAProblem() throws Exception {
        try (EventStream first = open(null);
                EventStream second = open(null);
                EventStream third = open(null)) {
            HttpResponse<String> refused = registry.send(HttpRequest.newBuilder(registry.uri(PATH))
                    .header("Accept", "text/event-stream")
                    .build());

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(JSON.readTree(refused.body()).path("type").asString())
                    .isEqualTo("https://equipoise.dev/problems/too-many-subscribers");
            for (EventStream stream : List.of(first, second, third)) {
                assertThat(stream.next().name()).isEqualTo("resync");
            }
        }
    }

    @Test
    void aRequestForTheHeadersAloneIsNoSubscriber() throws Exception {
        HttpResponse<String> head = registry.send(HttpRequest.newBuilder(registry.uri(PATH))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).contains("text/event-stream;charset=UTF-8");
        assertThat(feed.subscribers()).isZero();
    }

    @Test
    void whoWantsJsonGetsTheWorkerOfThatId() throws Exception {
        HttpResponse<String> answer = registry.send(HttpRequest.newBuilder(registry.uri(PATH))
                .header("Accept", "application/json")
                .build());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("unknown-worker");
    }

    @Test
    void theEndOfTheRegistryEndsTheStreams() throws Exception {
        EventStream stream = open(null);
        assertThat(stream.next().name()).isEqualTo("resync");

        registry.close();

        Event closing = stream.next();
        assertThat(closing.name()).isEqualTo("closing");
        assertThat(closing.data()).isEqualTo("{\"reason\":\"shutdown\"}");
        assertThat(stream.next().name()).isEqualTo("end");
    }

    /** A client that reads nothing: what is written to it fills the sockets, then the buffer, and then it is dropped. */
    @Test
    void whoReadsTooSlowlyIsDroppedAndToldSo() throws Exception {
        try (Socket socket = new Socket()) {
            letItFallBehind(socket);
            assertThat(feed.subscribers()).isZero();
            List<String> names = new ArrayList<>();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.setSoTimeout(20_000);
            for (String line = lines.readLine(); !"0".equals(line); line = lines.readLine()) {
                assertThat(line).as("the stream, before its last chunk").isNotNull();
                if (line.startsWith("event: ") || line.startsWith("data: {\"reason\"")) {
                    names.add(line);
                }
            }
            assertThat(names.get(0)).isEqualTo("event: resync");
            assertThat(names).endsWith("event: closing", "data: {\"reason\":\"slow\"}");
        }
    }

    /** The server waits for its requests before it stops, and gives up where one does not end. */
    @Test
    void whoReadsNothingDoesNotHoldUpTheEnd(CapturedOutput output) throws Exception {
        try (Socket socket = new Socket()) {
            letItFallBehind(socket);

            registry.close();

            assertThat(output.getOut()).contains("Graceful shutdown complete").doesNotContain("shutdown aborted");
        }
    }

    private void letItFallBehind(Socket socket) throws Exception {
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), registry.uri("/").getPort()));
        socket.getOutputStream()
                .write(("GET " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        Await.until("the subscriber", () -> feed.subscribers() == 1);
        long published = 0;
        while (feed.dropped() == 0 && published < 1_000_000) {
            feed.publish(bigEvent(published++));
        }
        assertThat(feed.dropped()).as("dropped after %d events", published).isEqualTo(1);
    }

    private static ServerSentEvent bigEvent(long version) {
        Set<String> services = new HashSet<>();
        for (int i = 0; i < 32; i++) {
            services.add(String.format("s-%02d-", i) + "x".repeat(50));
        }
        Worker worker = new Worker(
                "big", URI.create("http://127.0.0.1:1"), services, "", Capacity.UNDECLARED, 1, WorkerStatus.UP, 1, 1);
        return ServerSentEvent.of(new Change("0-" + version, version, Change.Kind.JOINED, "big", worker));
    }

    private EventStream open(String lastEventId) throws Exception {
        return EventStream.open(registry.uri(PATH), lastEventId);
    }

    private String list() throws Exception {
        return registry.send(
                        HttpRequest.newBuilder(registry.uri("/api/v1/workers")).build())
                .body();
    }

    private int register(String id) throws Exception {
        return registry.signed(
                        registry.demo,
                        "POST",
                        "/api/v1/workers",
                        "{\"id\":\"" + id + "\",\"address\":\"http://127.0.0.1:9001\"}")
                .statusCode();
    }

    /** A store takes no message signed in the second before its birth. */
    private void registerUntilAccepted(String id) throws Exception {
        Await.until("the registration", () -> register(id) == 201);
    }
}
