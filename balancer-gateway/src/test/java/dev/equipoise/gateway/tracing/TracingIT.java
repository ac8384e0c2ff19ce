package dev.equipoise.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.membership.Fleet;
import dev.equipoise.core.membership.Worker;
import dev.equipoise.gateway.GatewayApplication;
import dev.equipoise.gateway.GatewayForTests;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.tracing.Collector.SpanSeen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/** What a collector gets of requests over either lane, and what workers hear of their trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingIT {

    private static final int PATIENCE_SECONDS = 20;
    private static final String ROUTES = "--spring.cloud.gateway.server.webflux.routes";

    private final BlockingQueue<String> parents = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> states = new LinkedBlockingQueue<>();
    private Collector collector;
    private HttpServer worker;
    private GatewayForTests gateway;
    private int version = 1;
    private int traces;

    @BeforeAll
    void start() throws Exception {
        collector = new Collector();
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/", exchange -> {
            parents.add(String.join(",", exchange.getRequestHeaders().getOrDefault("Traceparent", List.of())));
            states.add(String.join(",", exchange.getRequestHeaders().getOrDefault("Tracestate", List.of())));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().endsWith("/ill") ? 500 : 200, -1);
            exchange.close();
        });
        worker.start();
        gateway = new GatewayForTests(
                GatewayApplication.class,
                "--equipoise.gateway.static-workers=127.0.0.1:1",
                "--equipoise.gateway.tracing.enabled=true",
                "--management.tracing.sampling.probability=1",
                "--management.opentelemetry.tracing.export.schedule-delay=50ms",
                "--management.opentelemetry.tracing.export.otlp.endpoint=" + collector.endpoint(),
                "--server.http2.enabled=true",
                ROUTES + "[0].id=spring",
                ROUTES + "[0].uri=lb://default",
                ROUTES + "[0].predicates[0]=Path=/spring/**",
                // No filter of the express lane.
                ROUTES + "[0].filters[0]=PreserveHostHeader",
                ROUTES + "[1].id=express",
                ROUTES + "[1].uri=lb://default",
                ROUTES + "[1].predicates[0]=Path=/express/**");
        fleet(living());
    }

    private void fleet(Worker... workers) {
        gateway.bean(ServiceBalancers.class).accept(Fleet.of(++version, List.of(workers)));
    }

    private Worker living() {
        return worker("living", worker.getAddress().getPort(), 2);
    }

    private static Worker worker(String id, int port, int sequence) {
        return Worker.of(id, URI.create("http://127.0.0.1:" + port))
                .withServices(Set.of("default"))
                .withSequence(sequence);
    }

    @AfterAll
    void stop() {
        gateway.close();
        worker.stop(0);
        collector.close();
    }

    private String newTrace() {
        return String.format("%032x", 0xabc0000L + ++traces);
    }

    private List<SpanSeen> spans(int count, String trace) throws InterruptedException {
        return collector.await(count, span -> span.trace().equals(trace));
    }

    private static SpanSeen server(List<SpanSeen> spans) {
        return spans.stream().filter(span -> span.kind() == 2).findFirst().orElseThrow();
    }

    private String heard(BlockingQueue<String> what) throws InterruptedException {
        return what.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"express", "spring"})
    void theTraceOfAClientGoesOnAtTheWorker(String lane) throws Exception {
        String trace = newTrace();
        HttpResponse<String> answer = gateway.get(
                "/" + lane + "/x?secret=1", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01", "tracestate", "a=b");
        assertThat(answer.statusCode()).isEqualTo(200);
        List<SpanSeen> spans = spans(2, trace);
        SpanSeen whole = server(spans);
        assertThat(whole.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(whole.name()).isEqualTo("GET " + lane);
        assertThat(whole.attributes())
                .containsAllEntriesOf(Map.of(
                        "http.response.status_code", "200",
                        "url.path", "/" + lane + "/x",
                        "equipoise.lane", lane,
                        "equipoise.route", lane,
                        "equipoise.service", "default",
                        "equipoise.policy", "round-robin",
                        "equipoise.worker", "living",
                        "equipoise.tries", "1"));
        assertThat(spans.toString()).doesNotContain("secret");
        SpanSeen only =
                spans.stream().filter(span -> span.kind() == 3).findFirst().orElseThrow();
        assertThat(only.parent()).isEqualTo(whole.id());
        assertThat(only.attributes())
                .containsEntry("equipoise.worker", "living")
                .containsEntry("http.response.status_code", "200");
        assertThat(heard(parents)).isEqualTo("00-" + trace + "-" + only.id() + "-01");
        assertThat(heard(states)).isEqualTo("a=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"express", "spring"})
    void eachTryIsASpanOfItsOwn(String lane) throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        fleet(worker("gone", closed, 1), living());
        try {
            // One of two requests in turn meets the worker that is gone first, and only once.
            String trace = newTrace();
            for (int i = 0; i < 2; i++) {
                assertThat(gateway.get("/" + lane + "/x", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                                .statusCode())
                        .isEqualTo(200);
                heard(parents);
                heard(states);
            }
            List<SpanSeen> spans = spans(5, trace);
            SpanSeen failed = spans.stream()
                    .filter(span -> "gone".equals(span.attributes().get("equipoise.worker")) && span.kind() == 3)
                    .findFirst()
                    .orElseThrow();
            assertThat(failed.attributes()).containsEntry("error.type", "refused");
            SpanSeen again = spans.stream()
                    .filter(span -> "1".equals(span.attributes().get("http.request.resend_count")))
                    .findFirst()
                    .orElseThrow();
            assertThat(again.attributes()).containsEntry("equipoise.worker", "living");
            assertThat(again.parent()).isEqualTo(failed.parent());
            assertThat(spans)
                    .filteredOn(span -> span.id().equals(failed.parent()))
                    .singleElement()
                    .satisfies(whole -> assertThat(whole.attributes())
                            .containsEntry("equipoise.tries", "2")
                            .containsEntry("equipoise.worker", "living"));
        } finally {
            fleet(living());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"express", "spring"})
    void whatAClientMakesUpBeginsANewTrace(String lane) throws Exception {
        assertThat(gateway.get("/" + lane + "/ill", "traceparent", "00-nonsense-01", "tracestate", "old=1")
                        .statusCode())
                .isEqualTo(500);
        String parent = heard(parents);
        assertThat(parent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
        assertThat(heard(states)).isEmpty();
        assertThat(server(spans(2, parent.substring(3, 35))).attributes())
                .containsEntry("http.response.status_code", "500")
                .containsEntry("error.type", "500");
    }

    @Test
    void aRequestOfHttp2IsTracedAsWell() throws Exception {
        String trace = newTrace();
        Integer status = HttpClient.newConnection()
                .protocol(HttpProtocol.H2C)
                .headers(headers -> headers.set("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"))
                .get()
                .uri(gateway.uri("/express/x").toString())
                .response()
                .map(answer -> answer.status().code())
                .block(Duration.ofSeconds(PATIENCE_SECONDS));
        assertThat(status).isEqualTo(200);
        List<SpanSeen> spans = spans(2, trace);
        assertThat(server(spans).attributes())
                .containsAllEntriesOf(Map.of(
                        "http.response.status_code", "200",
                        "network.protocol.version", "2.0",
                        "equipoise.lane", "spring",
                        "equipoise.worker", "living",
                        "equipoise.tries", "1"));
        heard(states);
        assertThat(spans).extracting(SpanSeen::id).contains(heard(parents).substring(36, 52));
    }

    /** The client decided that nobody looks at this one. */
    @Test
    void aTraceThatIsNotSampledIsPassedOnAsSuch() throws Exception {
        String trace = newTrace();
        gateway.get("/express/x", "traceparent", "00-" + trace + "-00f067aa0ba902b7-00");
        heard(states);
        assertThat(heard(parents)).startsWith("00-" + trace + "-").endsWith("-00");
    }
}
