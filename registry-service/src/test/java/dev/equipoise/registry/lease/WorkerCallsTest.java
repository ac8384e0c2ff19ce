package dev.equipoise.registry.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.core.membership.Capacity;
import dev.equipoise.core.registration.Claims;
import dev.equipoise.core.registration.Leases.CallResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerCallsTest {

    private final WorkerCalls calls = new WorkerCalls(true, Duration.ofSeconds(5));

    @ParameterizedTest
    @CsvSource({"200, ANSWERED", "204, ANSWERED", "302, SILENT", "404, SILENT", "503, SILENT"})
    void theHealthPathMustAnswer2xx(int status, CallResult expected) throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        worker.start();
        try {
            assertThat(call(worker.getAddress().getPort(), "/healthz")).isEqualTo(expected);
            assertThat(asked).containsExactly("GET /healthz");
        } finally {
            worker.stop(0);
        }
    }

    @Test
    void withoutAHealthPathAConnectionIsEnoughAndNothingIsSent() throws Exception {
        try (ServerSocket worker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(call(worker.getLocalPort(), "")).isEqualTo(CallResult.ANSWERED);
            try (var connection = worker.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void nobodyThereIsARefusalAndNoAnswerIsSilence() throws Exception {
        int port;
        try (ServerSocket worker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = worker.getLocalPort();
            // The kernel takes the connection; nobody ever reads.
            WorkerCalls impatient = new WorkerCalls(true, Duration.ofMillis(50));
            assertThat(impatient.result(claims(port, "/healthz"), false)).isEqualTo(CallResult.SILENT);
        }
        assertThat(call(port, "/healthz")).isEqualTo(CallResult.REFUSED);
        assertThat(call(port, "")).isEqualTo(CallResult.REFUSED);
    }

    @Test
    void whatIsNoHttpIsNoAnswer() throws Exception {
        try (ServerSocket worker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (var connection = worker.accept()) {
                    connection.getOutputStream().write("SSH-2.0-OpenSSH_9.2 200\r\n".getBytes());
                    connection.getInputStream().read();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            server.start();
            assertThat(call(worker.getLocalPort(), "/healthz")).isEqualTo(CallResult.SILENT);
            server.join();
        }
    }

    @Test
    void aRegistryThatCallsNobodyTakesNewOnesInAndLateOnesForSilent() {
        WorkerCalls none = new WorkerCalls(false, Duration.ofSeconds(1));
        assertThat(none.result(claims(1, "/healthz"), true)).isEqualTo(CallResult.ANSWERED);
        assertThat(none.result(claims(1, "/healthz"), false)).isEqualTo(CallResult.SILENT);
    }

    private CallResult call(int port, String healthPath) {
        return calls.result(claims(port, healthPath), true);
    }

    private static Claims claims(int port, String healthPath) {
        return new Claims(
                "w-1",
                URI.create("http://127.0.0.1:" + port),
                Set.of("default"),
                "",
                "",
                "",
                Capacity.UNDECLARED,
                1,
                healthPath,
                Map.of());
    }
}
