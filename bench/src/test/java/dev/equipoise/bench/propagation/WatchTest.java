package dev.equipoise.bench.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Connections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WatchTest {

    private static final int FIRST = 5;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer gateway;
    private Connections connections;

    /** Answers five requests by worker a, then by b, and fails for other keys. */
    @BeforeEach
    void open() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        gateway.createContext("/", exchange -> {
            boolean known = "k".equals(exchange.getRequestHeaders().getFirst("X-Key"));
            exchange.getResponseHeaders().set("Equipoise-Worker", requests.incrementAndGet() <= FIRST ? "a" : "b");
            exchange.sendResponseHeaders(known ? 200 : 503, -1);
            exchange.close();
        });
        gateway.start();
        connections = Connections.open(Transport.best(), gateway.getAddress(), 1, Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        connections.close();
        gateway.stop(0);
    }

    @Test
    void asksUntilTheAwaitedWorkerAnswersAndNoMore() throws Exception {
        long start = System.nanoTime();

        long seen = Watch.begin(connections, "k", worker -> !worker.equals("a")).get(60, TimeUnit.SECONDS);

        assertThat(seen).isGreaterThan(start).isLessThanOrEqualTo(System.nanoTime());
        assertThat(requests).hasValue(FIRST + 1);
    }

    @Test
    void tellsWhoAnswers() throws Exception {
        assertThat(Watch.worker(connections, "k").get(60, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void aRequestThatFailsEndsIt() {
        assertThatThrownBy(() -> Watch.worker(connections, "other").get(60, TimeUnit.SECONDS))
                .hasMessageContaining("status 503");
    }

    @Test
    void policiesThatDoNotKeepKeysAreRefused() {
        StringWriter errors = new StringWriter();

        int code = new CommandLine(new PropagationCommand())
                .setErr(new PrintWriter(errors))
                .execute("--policy", "adaptive");

        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains("consistent-hash", "modulo-hash");
    }
}
