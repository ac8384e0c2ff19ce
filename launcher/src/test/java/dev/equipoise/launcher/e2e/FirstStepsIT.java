package dev.equipoise.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.equipoise.client.fleet.RegistryFleetSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer tries first. */
class FirstStepsIT {

    @TempDir
    Path directory;

    @Test
    void roundRobinAnswersInTheOrderOfRegistrationAndTheCommandsTellWhatRuns() throws Exception {
        try (RunningSuite suite = new RunningSuite(directory, "--policy=round-robin")) {
            List<String> names = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                names.add(suite.get(suite.gateway("/")).body().replaceAll(",.*", ""));
                expected.add("Server: worker-" + (i % 3 + 1));
            }
            assertThat(names).isEqualTo(expected);
            assertThat(suite.printed())
                    .contains(suite.suite().gateway())
                    .contains("worker-3")
                    .contains("curl");

            Output status = run("status", "--state-dir=" + suite.state());
            assertThat(status.code()).as(status.text()).isZero();
            assertThat(status.text()).contains("demo-1", "demo-2", "demo-3");

            assertThat(new RegistryFleetSource(List.of(suite.registry("")))
                            .read()
                            .instances("default"))
                    .as("what a client without the gateway sees")
                    .extracting(instance -> instance.getUri().toString())
                    .containsExactly(suite.addressOfWorker(1), suite.addressOfWorker(2), suite.addressOfWorker(3));

            Output second = run("up", "--state-dir=" + suite.state());
            assertThat(second.code()).as(second.text()).isEqualTo(2);
            assertThat(second.text()).contains("already running");

            assertThat(suite.stop()).isZero();
            RunningSuite.await("every process to end", () -> suite.leftovers().isEmpty());
        }
    }

    @Test
    void anEmptyFleetSaysSoAndTheFirstWorkerOfAnyKindIsServed() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "no Spring here".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (RunningSuite suite = new RunningSuite(directory, "--workers=0")) {
            long asked = System.nanoTime();
            HttpResponse<String> nobody = suite.get(suite.gateway("/"));
            Figures.print("503 of a fresh gateway", asked);
            assertThat(nobody.statusCode()).isEqualTo(503);
            assertThat(nobody.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(nobody.headers().firstValue("Retry-After")).isPresent();
            assertThat(suite.workers()).isEqualTo("[]");
            asked = System.nanoTime();
            suite.get(suite.gateway("/"));
            Figures.print("second 503", asked);

            Process register = new ProcessBuilder(RunningSuite.command(
                            "register",
                            "--id=demo-any",
                            "--address=http://127.0.0.1:" + server.getAddress().getPort(),
                            "--registry=" + suite.suite().registry(),
                            "--key=" + suite.state().resolve("keys").resolve("demo.hmac")))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("register.txt").toFile())
                    .start();
            try {
                RunningSuite.await(
                        "the worker in the registry",
                        () -> suite.get(suite.registry("/api/v1/workers"))
                                .body()
                                .contains("demo-any"));
                long registered = System.nanoTime();
                RunningSuite.await(
                        "the first answer",
                        () -> suite.get(suite.gateway("/")).body().equals("no Spring here"));
                Figures.print("first worker served", registered);
            } finally {
                register.destroy();
                assertThat(register.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            RunningSuite.await("the worker to have left", () -> suite.workers().equals("[]"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatCannotBeIsOneSentenceAndExitCodeTwo() throws Exception {
        assertMisuse("--workers", "up", "--workers=many");
        assertMisuse("nonsense", "up", "--policy=nonsense", "--state-dir=" + directory);
        assertMisuse("--no-such-option", "up", "--no-such-option");
        assertMisuse("no-such-command", "no-such-command");
    }

    private static void assertMisuse(String named, String... arguments) throws Exception {
        Output output = run(arguments);
        assertThat(output.code()).as(output.text()).isEqualTo(2);
        assertThat(output.text()).contains(named).doesNotContain("Exception");
    }

    private record Output(int code, String text) {}

    private static Output run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(RunningSuite.command(arguments))
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }
}
