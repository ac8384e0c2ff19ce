package dev.equipoise.bench.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A process that we started. It is ended by {@link #close}, and with this JVM at the latest. */
public final class RunningProcess implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int LAST_WORDS = 15;
    private static final long KIB = 1024;

    private final String title;
    private final Process process;
    private final Path log;
    private final Thread end = new Thread(this::stop, "end of a process");

    private RunningProcess(String title, Process process, Path log) {
        this.title = title;
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(end);
    }

    /**
     * @param title for people
     * @param directory its working directory, which gets its log
     * @param environment added to ours
     */
    public static RunningProcess start(
            String title, List<String> command, Path directory, Map<String, String> environment) {
        try {
            Path log = directory.resolve("log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(new File("/dev/null"));
            builder.environment().putAll(environment);
            return new RunningProcess(title, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until {@code ready}, which is asked ten times a second.
     *
     * @throws IllegalStateException if it ends or takes too long; the message holds the end of its log
     */
    public void awaitReady(BooleanSupplier ready, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(title + " does not answer. The end of its log:\n" + lastWords());
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** What it and its children have used so far, in steps of 10 ms on Linux. */
    public Duration cpu() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The memory it holds now, in bytes; 0 where the system does not tell in {@code /proc}. */
    public long residentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
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
                kill(children);
            }
        } catch (InterruptedException e) {
            kill(children);
            Thread.currentThread().interrupt();
        }
    }

    private void kill(List<ProcessHandle> children) {
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
