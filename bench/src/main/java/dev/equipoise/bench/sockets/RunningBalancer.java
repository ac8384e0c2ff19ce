package dev.equipoise.bench.sockets;

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

/** A balancer whose process runs. It is ended by {@link #close}, and with this JVM at the latest. */
final class RunningBalancer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final int OK = 200;

    private final Balancer balancer;
    private final int port;
    private final RunningProcess process;

    private RunningBalancer(Balancer balancer, int port, RunningProcess process) {
        this.balancer = balancer;
        this.port = port;
        this.process = process;
    }

    /**
     * @param work a directory of its own is made in there, for its configuration and its log
     * @throws MissingProgramException if it is not installed
     */
    static RunningBalancer start(Balancer balancer, int port, List<Integer> workers, Path work) {
        try {
            Path directory = Files.createDirectories(work.resolve(balancer.name()));
            Balancer.Configuration configuration = balancer.configuration(port, workers);
            Files.writeString(directory.resolve(configuration.fileName()), configuration.text());
            List<String> command = balancer.command(port, workers);
            return new RunningBalancer(
                    balancer, port, RunningProcess.start(balancer.title(), command, directory, Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Balancer balancer() {
        return balancer;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Waits until a request through it is answered.
     *
     * @throws IllegalStateException if it ends or takes too long; the message holds the end of its log
     */
    void awaitReady() throws InterruptedException {
        process.awaitReady(this::answers, START);
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == OK && connection.getHeaderField(Wire.WORKER.toString()) != null;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it and its children have used so far. */
    Duration cpu() {
        return process.cpu();
    }

    @Override
    public void close() {
        process.close();
    }
}
