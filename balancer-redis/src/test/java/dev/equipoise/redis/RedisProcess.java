package dev.equipoise.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * One redis-server process on this machine, in memory only, with a configuration file in a directory of its own. It can be
 * killed, frozen and started again on the same port; {@link #close} ends it and takes the directory away. For one thread.
 */
public final class RedisProcess implements AutoCloseable {

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int TIMEOUT_MILLIS = 1_000;

    private final Path directory;
    private final int port;
    private final List<String> command;
    private Process process;
    private boolean frozen;

    private RedisProcess(int port, List<String> options, List<String> settings) {
        this.port = port;
        try {
            directory = Files.createTempDirectory("redis-" + port + '-');
            Path configuration = Files.write(directory.resolve("redis.conf"), settings);
            command = new ArrayList<>(List.of(unpacked(directory).toString(), configuration.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.addAll(options);
        try {
            start();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** A server that keeps nothing on disk, listening on loopback; {@code settings} come last and win. */
    public static RedisProcess server(int port, String... settings) {
        List<String> lines = new ArrayList<>(List.of(
                "port " + port, "bind 127.0.0.1", "save \"\"", "appendonly no", "repl-diskless-sync-delay 0", "dir ."));
        lines.addAll(List.of(settings));
        return new RedisProcess(port, List.of(), lines);
    }

    /** A sentinel, listening on loopback. */
    public static RedisProcess sentinel(int port, String... settings) {
        List<String> lines = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir ."));
        lines.addAll(List.of(settings));
        return new RedisProcess(port, List.of("--sentinel"), lines);
    }

    /** Ports that were free a moment ago, all different. */
    public static int[] freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            int[] ports = new int[count];
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports[i] = socket.getLocalPort();
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    /** Waits for a condition, a minute at most. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still waiting for " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }

    public int port() {
        return port;
    }

    /** {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it runs and is not frozen. */
    public boolean isAwake() {
        return process.isAlive() && !frozen;
    }

    /** Starts it, again if need be; returns when it answers. */
    public void start() {
        Path log = directory.resolve("redis.log");
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("Redis on port " + port, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Redis ended at once: " + log());
            }
            return answers();
        });
    }

    /** SIGKILL: nothing is saved, no replica is told. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGSTOP: its connections stay open and nobody answers, as with a host that hangs. */
    public void freeze() {
        signal("STOP");
        frozen = true;
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
        frozen = false;
    }

    public String log() {
        try {
            return Files.readString(directory.resolve("redis.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether it speaks: to strangers, too, if only by hanging up on who does not use TLS. */
    private boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return !answerToPing(socket).startsWith("-LOADING");
        } catch (IOException e) {
            return false;
        }
    }

    private static String answerToPing(Socket socket) throws SocketTimeoutException {
        try {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                            .readLine());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return "hung up";
        }
    }

    private static Path unpacked(Path directory) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String name = "redis-server-7.0.15-" + system + '-' + architecture;
        Path binary = directory.resolve("redis-server");
        try (InputStream packed = RedisProcess.class.getResourceAsStream('/' + name)) {
            Files.copy(Objects.requireNonNull(packed, name), binary);
        }
        return Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
