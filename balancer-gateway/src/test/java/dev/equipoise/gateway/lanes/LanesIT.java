package dev.equipoise.gateway.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.routing.RoutingIT;
import dev.equipoise.gateway.shutdown.InFlight;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same behaviour over both lanes, at the level of bytes, with every buffer watched. A difference between lanes is a defect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanesIT {

    private static final ResourceLeakDetector.Level LEVEL = ResourceLeakDetector.getLevel();

    private final SocketWorker one = new SocketWorker();
    private final SocketWorker two = new SocketWorker();
    private final Map<Lane, GatewayForTests> gateways = new EnumMap<>(Lane.class);

    @BeforeAll
    void start() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        for (Lane lane : Lane.values()) {
            gateways.put(
                    lane,
                    new GatewayForTests(
                            GatewayApplication.class,
                            "--equipoise.gateway.express.enabled=" + (lane == Lane.EXPRESS),
                            "--equipoise.guards.outlier-ejection.enabled=false",
                            "--spring.cloud.gateway.server.webflux.httpclient.response-timeout=1s",
                            "--logging.level.equipoise.access=info",
                            "--spring.cloud.gateway.server.webflux.routes[0].id=cut",
                            "--spring.cloud.gateway.server.webflux.routes[0].uri=lb://default",
                            "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/cut/**",
                            "--spring.cloud.gateway.server.webflux.routes[0].filters[0]=StripPrefix=1",
                            "--spring.cloud.gateway.server.webflux.routes[0].filters[1]=AddRequestHeader=X-Added, in",
                            "--spring.cloud.gateway.server.webflux.routes[0].filters[2]=SetResponseHeader=X-Set, out",
                            "--spring.cloud.gateway.server.webflux.routes[1].id=all",
                            "--spring.cloud.gateway.server.webflux.routes[1].uri=lb://default",
                            "--spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/**",
                            "--equipoise.gateway.static-workers=" + one.hostAndPort() + "," + two.hostAndPort()));
        }
    }

    @AfterAll
    void stop() {
        gateways.values().forEach(GatewayForTests::close);
        one.close();
        two.close();
        ResourceLeakDetector.setLevel(LEVEL);
    }

    @BeforeEach
    void beginAnew() {
        SocketWorker.Script ok = (head, in, out, connection) ->
                SocketWorker.reply(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        script(ok);
        one.heads.clear();
        two.heads.clear();
        for (GatewayForTests gateway : gateways.values()) {
            RoutingIT.await(
                    "both workers to accept",
                    () -> gateway.bean(ServiceBalancers.class).of("default").workers() == 2);
        }
    }

    private void script(SocketWorker.Script script) {
        one.script = script;
        two.script = script;
    }

    private List<String> heads() {
        List<String> all = new ArrayList<>(one.heads);
        all.addAll(two.heads);
        return all;
    }

    private Socket connect(Lane lane) throws IOException {
        URI uri = gateways.get(lane).uri("/");
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Head, then as much body as its length says. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String head = SocketWorker.readHead(in);
        return head + new String(in.readNBytes(SocketWorker.contentLength(head)), StandardCharsets.ISO_8859_1);
    }

    private static void readUntil(Socket socket, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after %s", read).isNotNegative();
            read.append((char) next);
        }
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Whatever it was, nothing is left of it. */
    private void assertNothingInFlight(Lane lane) {
        GatewayForTests gateway = gateways.get(lane);
        RoutingIT.await(
                "no call in flight",
                () -> gateway.bean(ServiceBalancers.class)
                                        .of("default")
                                        .tracker()
                                        .inFlight()
                                == 0
                        && gateway.bean(InFlight.class).count() == 0);
    }

    /** How many requests that ended so were counted. */
    private long counted(Lane lane, String status) {
        Timer timer = gateways.get(lane)
                .bean(MeterRegistry.class)
                .find("equipoise.gateway.requests")
                .tags("route", "all", "service", "default", "lane", lane.toString(), "status", status)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    @ParameterizedTest
    @EnumSource
    void requestsTakeTheLaneTheyShouldAndAreCountedThere(Lane lane) throws Exception {
        assertThat(gateways.get(lane).get("/counted").body()).isEqualTo("ok");
        RoutingIT.await("the count", () -> counted(lane, "2xx") > 0);
    }

    @ParameterizedTest
    @EnumSource
    void connectionsToWorkersAreKeptAndUsedAgain(Lane lane) throws Exception {
        int before = one.connections.get() + two.connections.get();
        try (Socket client = connect(lane)) {
            for (int i = 0; i < 20; i++) {
                send(client, "GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(answer(client)).startsWith("HTTP/1.1 200 ").endsWith("ok");
            }
        }
        assertThat(one.connections.get() + two.connections.get() - before).isBetween(0, 2);
    }

    @ParameterizedTest
    @EnumSource
    void pipelinedRequestsAreAnsweredInOrder(Lane lane) throws Exception {
        script((head, in, out, connection) -> {
            String path = head.split(" ")[1];
            if (path.startsWith("/slow")) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            SocketWorker.reply(out, "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
        });
        try (Socket client = connect(lane)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 8; i++) {
                requests.append("GET ")
                        .append(i % 2 == 0 ? "/slow" : "/fast")
                        .append(i)
                        .append(" HTTP/1.1\r\nHost: h\r\n\r\n");
            }
            requests.append("GET /workers HTTP/1.1\r\nHost: h\r\n\r\n");
            send(client, requests.toString());
            for (int i = 0; i < 8; i++) {
                assertThat(answer(client)).endsWith((i % 2 == 0 ? "/slow" : "/fast") + i);
            }
            assertThat(answer(client))
                    .as("the gateway's own, behind the others")
                    .contains("http://127.0.0.1:");
        }
    }

    static List<Arguments> smugglers() {
        List<String> requests = List.of(
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: xchunked\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\n\n");
        List<Arguments> all = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            requests.forEach(request -> all.add(Arguments.of(lane, request)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("smugglers")
    void whatMayBeReadInTwoWaysIs400AndTheConnectionEnds(Lane lane, String request) throws Exception {
        try (Socket client = connect(lane)) {
            send(client, request);
            String answer = rest(client);
            assertThat(answer).startsWith("HTTP/1.1 400 ");
            assertThat(lower(answer)).contains("connection: close").contains("application/problem+json");
        }
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatBreaksInItsBodyReachesNoWorkerAsAWholeAndIsCounted(Lane lane) throws Exception {
        long before = counted(lane, "4xx");
        AtomicReference<String> ended = new AtomicReference<>("");
        CountDownLatch done = new CountDownLatch(1);
        script((head, in, out, connection) -> {
            String body = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            ended.set(body);
            done.countDown();
        });
        try (Socket client = connect(lane)) {
            send(client, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            RoutingIT.await("the head at a worker", () -> heads().size() == 1);
            send(client, "zz\r\n");
            rest(client);
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ended.get()).as("no last chunk").doesNotContain("0\r\n\r\n");
        assertNothingInFlight(lane);
        RoutingIT.await("the count", () -> counted(lane, "4xx") == before + 1);
    }

    @ParameterizedTest
    @EnumSource
    void hopByHopHeadersEndHere(Lane lane) throws Exception {
        script(
                (head, in, out, connection) -> SocketWorker.reply(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-Mine\r\nX-Mine: 1\r\nKeep-Alive: timeout=5\r\nX-End: 2\r\n\r\nok"));
        try (Socket client = connect(lane)) {
            send(
                    client,
                    "GET /a HTTP/1.1\r\nHost: h\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\nProxy-Connection: close\r\nX-Forwarded-For: 6.6.6.6\r\nX-End: 2\r\n\r\n");
            String answer = lower(answer(client));
            assertThat(answer).contains("x-end: 2").doesNotContain("x-mine").doesNotContain("keep-alive");
        }
        String sent = lower(heads().get(0));
        assertThat(sent)
                .contains("x-end: 2")
                .doesNotContain("x-hop")
                .doesNotContain("keep-alive")
                .doesNotContain("proxy-connection")
                .doesNotContain("6.6.6.6")
                .doesNotContain("\r\nte:")
                .contains("host: 127.0.0.1:");
    }

    @ParameterizedTest
    @EnumSource
    void filtersDoTheSame(Lane lane) throws Exception {
        try (Socket client = connect(lane)) {
            send(client, "GET /cut/a/b?x=1&y=%20 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(lower(answer(client))).contains("x-set: out");
        }
        assertThat(heads().get(0)).startsWith("GET /a/b?x=1&y=%20 HTTP/1.1\r\n");
        assertThat(lower(heads().get(0))).contains("x-added: in");
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatBreaksInItsMiddleNeverLooksComplete(Lane lane) throws Exception {
        for (String head : List.of("Content-Length: 10", "Transfer-Encoding: chunked")) {
            script((request, in, out, connection) -> {
                SocketWorker.reply(
                        out,
                        "HTTP/1.1 200 OK\r\n" + head + "\r\n\r\n" + (head.startsWith("C") ? "abc" : "3\r\nabc\r\n"));
                connection.setSoLinger(true, 0);
                connection.close();
            });
            try (Socket client = connect(lane)) {
                send(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
                String answer;
                try {
                    answer = rest(client);
                } catch (IOException reset) {
                    answer = "";
                }
                assertThat(answer).doesNotEndWith("0\r\n\r\n");
            }
            assertNothingInFlight(lane);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfAWorkersConnectionMayBeTheEndOfItsAnswer(Lane lane) throws Exception {
        script((request, in, out, connection) -> {
            SocketWorker.reply(out, "HTTP/1.0 200 OK\r\n\r\nall of it");
            connection.close();
        });
        try (Socket client = connect(lane)) {
            send(client, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(rest(client)).startsWith("HTTP/1.1 200 ").contains("all of it");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerWithoutABodyIsOne(Lane lane) throws Exception {
        script((request, in, out, connection) -> SocketWorker.reply(
                out,
                request.startsWith("HEAD")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
                        : request.contains("/304")
                                ? "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
                                : "HTTP/1.1 204 No Content\r\n\r\n"));
        try (Socket client = connect(lane)) {
            for (String request : List.of("HEAD /", "GET /204", "GET /304", "HEAD /", "GET /204")) {
                send(client, request + " HTTP/1.1\r\nHost: h\r\n\r\n");
                String head = SocketWorker.readHead(client.getInputStream());
                assertThat(head)
                        .startsWith(
                                request.startsWith("HEAD")
                                        ? "HTTP/1.1 200 "
                                        : "HTTP/1.1 " + request.substring(request.indexOf('/') + 1) + " ");
            }
        }
        assertThat(one.connections.get() + two.connections.get())
                .as("kept all the same")
                .isPositive();
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatGoesAwayCancelsTheWorkAtOnce(Lane lane) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch noticed = new CountDownLatch(1);
        script((head, in, out, connection) -> {
            reached.countDown();
            if (in.read() < 0) {
                noticed.countDown();
            }
        });
        try (Socket client = connect(lane)) {
            send(client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(noticed.await(20, TimeUnit.SECONDS))
                .as("the worker's connection is closed")
                .isTrue();
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerInTimeIs504(Lane lane) throws Exception {
        script((head, in, out, connection) -> in.read());
        RoutingIT.assertProblem(gateways.get(lane).get("/"), 504, "worker-timeout");
        assertThat(heads()).as("a GET may be asked again").hasSize(2);
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void connectionsThatDiedWhileIdleCostNothing(Lane lane) throws Exception {
        GatewayForTests gateway = gateways.get(lane);
        for (int i = 0; i < 4; i++) {
            gateway.get("/");
        }
        for (int round = 0; round < 5; round++) {
            for (SocketWorker worker : List.of(one, two)) {
                for (Socket connection : worker.open) {
                    connection.close();
                }
            }
            for (int i = 0; i < 4; i++) {
                assertThat(gateway.get("/").statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAWorkerSaysUnaskedIsNobodysAnswer(Lane lane) throws Exception {
        script((head, in, out, connection) -> SocketWorker.reply(
                out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
        try (Socket client = connect(lane)) {
            for (int i = 0; i < 10; i++) {
                send(client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(answer(client)).endsWith("ok");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstEventOfAStreamIsThereAtOnceAndSoIsTheHead(Lane lane) throws Exception {
        CountDownLatch headSeen = new CountDownLatch(1);
        CountDownLatch eventSeen = new CountDownLatch(1);
        script((head, in, out, connection) -> {
            SocketWorker.reply(
                    out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            headSeen.await();
            SocketWorker.reply(out, "9\r\ndata: 1\n\n\r\n");
            eventSeen.await();
            SocketWorker.reply(out, "0\r\n\r\n");
        });
        try (Socket client = connect(lane)) {
            send(client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            String head = SocketWorker.readHead(client.getInputStream());
            assertThat(head).contains("text/event-stream");
            headSeen.countDown();
            readUntil(client, "data: 1\n\n");
            eventSeen.countDown();
            readUntil(client, "0\r\n\r\n");
        }
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyOfAnySizePassesAsItIs(Lane lane) throws Exception {
        int size = 3_000_000;
        byte[] body = new byte[size];
        new Random(7).nextBytes(body);
        script((head, in, out, connection) -> {
            byte[] read = in.readNBytes(SocketWorker.contentLength(head));
            SocketWorker.reply(out, "HTTP/1.1 200 OK\r\nContent-Length: " + read.length + "\r\n\r\n");
            out.write(read);
            out.flush();
        });
        try (Socket client = connect(lane)) {
            send(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n");
            client.getOutputStream().write(body);
            client.getOutputStream().flush();
            String head = SocketWorker.readHead(client.getInputStream());
            assertThat(head).startsWith("HTTP/1.1 200 ");
            assertThat(Arrays.equals(client.getInputStream().readNBytes(size), body))
                    .isTrue();
        }
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReaderSlowsTheWorkerDownAndFillsNoMemory(Lane lane) throws Exception {
        long size = 200_000_000;
        AtomicLong written = new AtomicLong();
        script((head, in, out, connection) -> {
            SocketWorker.reply(out, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            byte[] piece = new byte[100_000];
            for (long sent = 0; sent < size; sent += piece.length) {
                out.write(piece);
                written.addAndGet(piece.length);
            }
        });
        try (Socket client = connect(lane)) {
            send(client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            SocketWorker.readHead(client.getInputStream());
            // What the kernel's buffers and ours hold is written; then nothing more is, though nobody reads.
            long before = -1;
            while (before != written.get()) {
                before = written.get();
                TimeUnit.MILLISECONDS.sleep(300);
            }
            assertThat(before)
                    .as("bytes underway, those in the kernel's buffers among them")
                    .isLessThan(40_000_000);
        }
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerThatReadsSlowlySlowsTheClientDown(Lane lane) throws Exception {
        assertHeldBack(lane, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000000\r\n\r\n", "x".repeat(100_000));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentAheadOfItsTurnWaitsOutside(Lane lane) throws Exception {
        assertHeldBack(
                lane,
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
                ("GET / HTTP/1.1\r\nHost: h\r\nX-Filling: " + "x".repeat(4_000) + "\r\n\r\n").repeat(25));
    }

    /** A client may not send any number of these pieces while its worker neither reads nor answers. */
    private void assertHeldBack(Lane lane, String request, String piece) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        script((head, in, out, connection) -> {
            if (head.startsWith("POST /a")) {
                in.readNBytes(5);
                SocketWorker.reply(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                return;
            }
            end.await();
            connection.setSoLinger(true, 0);
            connection.close();
        });
        try (Socket client = connect(lane)) {
            // Because of the backslash Spring's lane has had the connection before, on both gateways.
            send(client, "POST /a\\b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(answer(client)).startsWith("HTTP/1.1 200 ");
            send(client, request);
            assertThat(taken(client, piece.getBytes(StandardCharsets.US_ASCII)))
                    .isPositive()
                    .isLessThan(25_000_000);
        } finally {
            end.countDown();
        }
        assertNothingInFlight(lane);
    }

    /** How many bytes the gateway takes, up to 2,000 of these pieces, until it takes no more; those in the kernel's buffers among them. */
    private static long taken(Socket client, byte[] piece) throws InterruptedException {
        AtomicLong written = new AtomicLong();
        Thread writer = new Thread(() -> {
            try {
                OutputStream out = client.getOutputStream();
                for (int i = 0; i < 2000; i++) {
                    out.write(piece);
                    written.addAndGet(piece.length);
                }
            } catch (IOException e) {
                // The end of the test.
            }
        });
        writer.setDaemon(true);
        writer.start();
        long before = -1;
        while (before != written.get() || before == 0) {
            before = written.get();
            TimeUnit.MILLISECONDS.sleep(300);
        }
        return before;
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatAwaitsLeaveToSendItsBodyGetsIt(Lane lane) throws Exception {
        script((head, in, out, connection) -> {
            SocketWorker.reply(out, "HTTP/1.1 100 Continue\r\n\r\n");
            String body = new String(in.readNBytes(SocketWorker.contentLength(head)), StandardCharsets.ISO_8859_1);
            SocketWorker.reply(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
        try (Socket client = connect(lane)) {
            send(client, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(SocketWorker.readHead(client.getInputStream())).startsWith("HTTP/1.1 100 ");
            send(client, "hello");
            assertThat(answer(client)).startsWith("HTTP/1.1 200 ").endsWith("hello");
            send(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nagain");
            assertThat(SocketWorker.readHead(client.getInputStream())).isNotEmpty();
        }
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void earlyHintsDoNotHangTheRequest(Lane lane) throws Exception {
        script((head, in, out, connection) -> SocketWorker.reply(
                out,
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        try (Socket client = connect(lane)) {
            for (int i = 0; i < 2; i++) {
                send(client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(answer(client)).startsWith("HTTP/1.1 103 ").contains("</a.css>");
                assertThat(answer(client)).startsWith("HTTP/1.1 200 ").endsWith("ok");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void webSocketsPassAsTheyAre(Lane lane) throws Exception {
        script((head, in, out, connection) -> EchoWebSocket.serve(head, in, out));
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        AtomicReference<StringBuilder> got = new AtomicReference<>(new StringBuilder());
        CompletableFuture<Void> echoed = new CompletableFuture<>();
        String big = "x".repeat(60_000);
        URI uri = URI.create(gateways.get(lane).uri("/chat").toString().replace("http://", "ws://"));
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("chat")
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        if (got.get().append(data).length() == big.length() + 2) {
                            echoed.complete(null);
                        }
                        from.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                        closed.complete(code);
                        return null;
                    }
                })
                .get(20, TimeUnit.SECONDS);
        assertThat(socket.getSubprotocol()).isEqualTo("chat");
        socket.sendText("hi", true).get(20, TimeUnit.SECONDS);
        socket.sendText(big, true).get(20, TimeUnit.SECONDS);
        echoed.get(20, TimeUnit.SECONDS);
        assertThat(got.get().toString()).isEqualTo("hi" + big);
        socket.sendClose(4001, "enough").get(20, TimeUnit.SECONDS);
        assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(4001);
        assertNothingInFlight(lane);
    }

    @ParameterizedTest
    @EnumSource
    void aTunnelEndsForBothWhenOneEnds(Lane lane) throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        script((head, in, out, connection) -> {
            EchoWebSocket.accept(head, out);
            if (in.read() < 0) {
                gone.countDown();
            }
        });
        try (Socket client = connect(lane)) {
            send(
                    client,
                    "GET /chat HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(SocketWorker.readHead(client.getInputStream())).startsWith("HTTP/1.1 101 ");
        }
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        assertNothingInFlight(lane);
    }
}
