package dev.equipoise.bench.suite;

import dev.equipoise.bench.process.FreePort;
import dev.equipoise.bench.process.GcLog;
import dev.equipoise.bench.process.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Spring Boot service on a free port of loopback, with a log of its collections. */
public final class Service implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final RunningProcess process;
    private final GcLog gc;
    private final int port;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private Service(RunningProcess process, GcLog gc, int port) {
        this.process = process;
        this.gc = gc;
        this.port = port;
    }

    /**
     * Starts it and waits until it answers with 200 at {@code ready}.
     *
     * @param module where it is built, which also names it
     * @param work a directory of its own is made in there
     */
    public static Service start(Jvm jvm, Path module, List<String> arguments, String ready, Path work)
            throws IOException, InterruptedException {
        String name = module.getFileName().toString();
        Path directory = Files.createDirectories(work.resolve(name));
        int port = FreePort.find();
        List<String> flags = new ArrayList<>(jvm.flags());
        flags.add(GcLog.FLAG);
        List<String> all = new ArrayList<>(List.of("--server.address=127.0.0.1", "--server.port=" + port));
        all.addAll(arguments);
        Service service = new Service(
                RunningProcess.start(name, new Jvm(flags).command(module, all), directory, Map.of()),
                new GcLog(directory),
                port);
        try {
            service.process.awaitReady(() -> service.answers(ready), START);
        } catch (IllegalStateException | InterruptedException e) {
            service.close();
            throw e;
        }
        return service;
    }

    private boolean answers(String path) {
        try {
            return request(path).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The body behind a path.
     *
     * @throws IOException if the answer is not 200
     */
    public String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = request(path);
        if (answer.statusCode() != OK) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<String> request(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public RunningProcess process() {
        return process;
    }

    public GcLog gc() {
        return gc;
    }

    @Override
    public void close() {
        process.close();
    }
}
