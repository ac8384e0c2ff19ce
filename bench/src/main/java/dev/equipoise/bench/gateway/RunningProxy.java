package dev.equipoise.bench.gateway;

import dev.equipoise.bench.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A proxy whose process runs. Ended by {@link #close}, and with this JVM at the latest. */
final class RunningProxy implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final int OK = 200;

    private final Proxy proxy;
    private final int port;
    private final RunningProcess process;

    private RunningProxy(Proxy proxy, int port, RunningProcess process) {
        this.proxy = proxy;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it and waits until a request through it is answered.
     *
     * @param placed the command, with what says on which processors it runs
     */
    static RunningProxy start(
            Proxy proxy, int port, List<Integer> workers, Path work, UnaryOperator<List<String>> placed)
            throws InterruptedException {
        try {
            Path directory = Files.createDirectories(work.resolve(proxy.name()));
            List<String> command = placed.apply(proxy.command(port, workers, directory.toAbsolutePath()));
            RunningProcess process = RunningProcess.start(proxy.title(), command, directory, Map.of());
            RunningProxy running = new RunningProxy(proxy, port, process);
            try {
                process.awaitReady(running::answers, START);
            } catch (IllegalStateException | InterruptedException e) {
                process.close();
                throw e;
            }
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/128").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    Proxy proxy() {
        return proxy;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    RunningProcess process() {
        return process;
    }

    /** Where it tells what it holds; empty if nowhere. */
    String metrics() {
        return proxy.metrics(port);
    }

    @Override
    public void close() {
        process.close();
    }
}
