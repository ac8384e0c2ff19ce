package dev.equipoise.bench.sockets;

import java.io.File;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A balancer whose process runs. It is ended by {@link #close}, and with this JVM at the latest. */
final class RunningBalancer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final Balancer balancer;
    private final int port;
    private final Process process;
    private final Path log;
    private final Thread end = new Thread(this::stop, "end of a balancer");

    private RunningBalancer(Balancer balancer, int port, Process process, Path log) {
        this.balancer = balancer;
        this.port = port;
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(end);
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
            Path log = directory.resolve("log");
            Process process = new ProcessBuilder(balancer.command(port, workers))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
            return new RunningBalancer(balancer, port, process, log);
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
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        balancer.title() + " does not answer. The end of its log:\n" + lastWords());
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
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

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it and its children have used so far. */
    Duration cpu() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // The JVM is ending anyway, and the hook finds nothing to do.
        }
    }

    private void stop() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                children.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
