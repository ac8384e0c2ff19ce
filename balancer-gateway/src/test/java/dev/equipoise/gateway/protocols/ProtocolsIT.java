package dev.equipoise.gateway.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;

/** Protocols by the libraries people use: gRPC, HTTP/2 without TLS, server-sent events, the PROXY protocol; all at one port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolsIT {

    private static final int PATIENCE_SECONDS = 20;
    private static final String ROUTES = "--spring.cloud.gateway.server.webflux.routes";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private GrpcWorker grpc;
    private HttpServer plain;
    private GatewayForTests gateway;
    private ManagedChannel channel;

    @BeforeAll
    void start() throws Exception {
        grpc = new GrpcWorker();
        plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.setExecutor(threads);
        plain.createContext("/who", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String text = exchange.getRequestHeaders().getFirst("X-Forwarded-For") + " "
                    + exchange.getRequestHeaders().getFirst("X-Forwarded-Proto") + " "
                    + exchange.getRequestHeaders().getFirst("X-Forwarded-Host") + " "
                    + exchange.getRequestHeaders().getFirst("Via");
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        plain.createContext("/trace", exchange -> {
            byte[] bytes = (exchange.getRequestHeaders().getFirst("Traceparent") + " "
                            + exchange.getRequestHeaders().getFirst("Tracestate"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        plain.createContext("/echo", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getRequestBody().transferTo(exchange.getResponseBody());
            exchange.close();
        });
        plain.createContext("/events", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 1; i <= 3; i++) {
                    out.write(("id: " + i + "\nevent: tick\ndata: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        });
        plain.start();
        gateway = new GatewayForTests(
                GatewayApplication.class,
                "--equipoise.gateway.static-workers=127.0.0.1:1",
                "--server.http2.enabled=true",
                "--equipoise.gateway.http2.services=grpc",
                "--equipoise.gateway.forwarded.via=edge",
                "--logging.level.equipoise.access=info",
                "--equipoise.gateway.proxy-protocol.mode=auto",
                "--equipoise.gateway.proxy-protocol.sources=127.0.0.0/8",
                ROUTES + "[0].id=grpc",
                ROUTES + "[0].uri=lb://grpc",
                ROUTES + "[0].predicates[0]=Path=/test.Strings/**",
                ROUTES + "[1].id=default",
                ROUTES + "[1].uri=lb://default",
                ROUTES + "[1].predicates[0]=Path=/**");
        gateway.bean(ServiceBalancers.class)
                .accept(Fleet.of(
                        2,
                        List.of(
                                worker("plain", plain.getAddress().getPort(), "default"),
                                worker("strings", grpc.port(), "grpc").withSequence(1))));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.uri("/").getPort())
                .usePlaintext()
                .build();
    }

    /** Lines of the access log from now on. */
    private static BlockingQueue<String> accessLog() {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
            }
        };
        appender.start();
        ((Logger) LoggerFactory.getLogger("equipoise.access")).addAppender(appender);
        return lines;
    }

    private static String line(BlockingQueue<String> log, String with) throws InterruptedException {
        String line = log.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (line != null && !line.contains(with)) {
            line = log.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return line;
    }

    private static Worker worker(String id, int port, String service) {
        return Worker.of(id, URI.create("http://127.0.0.1:" + port)).withServices(Set.of(service));
    }

    @AfterAll
    void stop() {
        channel.shutdownNow();
        gateway.close();
        plain.stop(0);
        grpc.close();
        threads.shutdownNow();
    }

    private static CallOptions inTime() {
        return CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void oneCallOfGrpcIsAnsweredByOneMessage() {
        for (int i = 0; i < 20; i++) {
            assertThat(ClientCalls.blockingUnaryCall(channel, GrpcWorker.ECHO, inTime(), "hello " + i))
                    .isEqualTo("echo hello " + i);
        }
    }

    @Test
    void aBigMessageOfGrpcComesBackWhole() {
        String big = "x".repeat(3 << 20);
        assertThat(ClientCalls.blockingUnaryCall(channel, GrpcWorker.ECHO, inTime(), big))
                .hasSize(big.length() + 5);
    }

    @Test
    void aStreamOfAWorkerArrivesInItsOrder() {
        List<String> counted = new ArrayList<>();
        ClientCalls.blockingServerStreamingCall(channel, GrpcWorker.COUNT, inTime(), "1000")
                .forEachRemaining(counted::add);
        assertThat(counted)
                .isEqualTo(
                        IntStream.rangeClosed(1, 1000).mapToObj(String::valueOf).toList());
    }

    /** Each message is answered before the next one is sent, so nothing may be held back on either way. */
    @Test
    void bothSidesOfACallTalkInTurns() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        StreamObserver<String> mouth =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(GrpcWorker.CHAT, inTime()), new StreamObserver<>() {
                    @Override
                    public void onNext(String said) {
                        heard.add(said);
                    }

                    @Override
                    public void onError(Throwable error) {
                        heard.add(error.toString());
                    }

                    @Override
                    public void onCompleted() {
                        heard.add("the end");
                    }
                });
        for (int i = 0; i < 5; i++) {
            mouth.onNext("word " + i);
            assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("you said word " + i);
        }
        mouth.onCompleted();
        assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("the end");
    }

    @Test
    void aCallThatFailsSaysWhyInItsTrailers() {
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, GrpcWorker.FAIL, inTime(), "ready"))
                .isInstanceOfSatisfying(StatusRuntimeException.class, failed -> {
                    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                    assertThat(failed.getStatus().getDescription()).isEqualTo("not ready");
                    assertThat(failed.getTrailers().get(GrpcWorker.REASON)).isEqualTo("ready");
                });
    }

    @Test
    void http2WithoutTlsIsSpokenFromTheFirstByteOn() {
        reactor.netty.http.client.HttpClient client =
                reactor.netty.http.client.HttpClient.newConnection().protocol(HttpProtocol.H2C);
        String who = client.get()
                .uri(gateway.uri("/who").toString())
                .responseSingle((head, body) -> {
                    assertThat(head.version().toString()).isEqualTo("HTTP/2.0");
                    return body.asString();
                })
                .block(Duration.ofSeconds(PATIENCE_SECONDS));
        assertThat(who).isEqualTo("127.0.0.1 http 127.0.0.1:" + gateway.uri("/").getPort() + " 1.1 edge");
        byte[] part = "0123456789".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        Integer length = client.post()
                .uri(gateway.uri("/echo").toString())
                .send(ByteBufFlux.fromInbound(Flux.range(0, 20).map(i -> part.clone())))
                .responseSingle((head, body) -> body.asByteArray())
                .map(all -> all.length)
                .block(Duration.ofSeconds(PATIENCE_SECONDS));
        assertThat(length).isEqualTo(20 * part.length);
    }

    @Test
    void theAccessLogHasALineForARequestOfHttp2() throws Exception {
        BlockingQueue<String> log = accessLog();
        reactor.netty.http.client.HttpClient client =
                reactor.netty.http.client.HttpClient.newConnection().protocol(HttpProtocol.H2C);
        client.get()
                .uri(gateway.uri("/who-by-http2?secret=1").toString())
                .responseSingle((head, body) -> body.asString())
                .block(Duration.ofSeconds(PATIENCE_SECONDS));
        assertThat(line(log, "path=/who-by-http2"))
                .matches(
                        "client=127\\.0\\.0\\.1 method=GET path=/who-by-http2 status=200 bytes=\\d+ ms=[0-9.]+ head_ms=[0-9.]+"
                                + " lane=spring route=default service=default policy=round-robin worker=plain tries=1");
        assertThat(ClientCalls.blockingUnaryCall(channel, GrpcWorker.ECHO, inTime(), "hello"))
                .isEqualTo("echo hello");
        assertThat(line(log, "path=/test.Strings/"))
                .contains(" method=POST ", " status=200 ", " service=grpc ", " worker=strings tries=1");
    }

    /** A client that would rather have HTTP/2 and offers an upgrade is answered by HTTP/1.1, and in the express lane as any. */
    @Test
    void http11GoesOnAtThePortOfHttp2() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(gateway.uri("/who")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.body()).startsWith("127.0.0.1 http 127.0.0.1:");
        String metrics = gateway.send(HttpRequest.newBuilder(gateway.managementUri("/actuator/prometheus"))
                        .build())
                .body();
        assertThat(metrics)
                .containsPattern("equipoise_gateway_requests_seconds_count\\{lane=\"express\",route=\"default\"");
    }

    /** Without a property of ours the gateway is not part of anybody's trace. */
    @Test
    void traceContextPassesAsItIs() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        for (HttpProtocol protocol : List.of(HttpProtocol.HTTP11, HttpProtocol.H2C)) {
            String heard = reactor.netty.http.client.HttpClient.newConnection()
                    .protocol(protocol)
                    .headers(headers -> headers.set("traceparent", parent).set("tracestate", "a=b"))
                    .get()
                    .uri(gateway.uri("/trace").toString())
                    .responseSingle((head, body) -> body.asString())
                    .block(Duration.ofSeconds(PATIENCE_SECONDS));
            assertThat(heard).isEqualTo(parent + " a=b");
        }
    }

    @Test
    void eventsArriveAsTheyWereSent() {
        for (HttpProtocol protocol : List.of(HttpProtocol.HTTP11, HttpProtocol.H2C)) {
            List<ServerSentEvent<String>> events = WebClient.builder()
                    .clientConnector(new ReactorClientHttpConnector(
                            reactor.netty.http.client.HttpClient.newConnection().protocol(protocol)))
                    .build()
                    .get()
                    .uri(gateway.uri("/events"))
                    .retrieve()
                    .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                    .collectList()
                    .switchIfEmpty(Mono.error(new AssertionError("no events")))
                    .block(Duration.ofSeconds(PATIENCE_SECONDS));
            assertThat(events).extracting(ServerSentEvent::id).containsExactly("1", "2", "3");
            assertThat(events).extracting(ServerSentEvent::event).containsOnly("tick");
        }
    }

    @Test
    void aTrustedProxySaysWhoseAConnectionIs() throws Exception {
        byte[] version2 = {
            0x0D,
            0x0A,
            0x0D,
            0x0A,
            0x00,
            0x0D,
            0x0A,
            0x51,
            0x55,
            0x49,
            0x54,
            0x0A,
            0x21,
            0x11,
            0x00,
            0x0C, //
            (byte) 203,
            0,
            113,
            7,
            (byte) 198,
            51,
            100,
            1,
            0x12,
            0x34,
            0x00,
            0x50
        };
        byte[] version1 = "PROXY TCP4 203.0.113.7 198.51.100.1 4660 80\r\n".getBytes(StandardCharsets.US_ASCII);
        for (byte[] header : List.of(version1, version2)) {
            assertThat(whoAsks(header)).contains("203.0.113.7 http gateway.test");
        }
        assertThat(whoAsks(new byte[0])).contains("127.0.0.1 http gateway.test");
    }

    private String whoAsks(byte[] header) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.uri("/").getPort())) {
            socket.setSoTimeout(PATIENCE_SECONDS * 1000);
            socket.getOutputStream().write(header);
            socket.getOutputStream()
                    .write("GET /who HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
