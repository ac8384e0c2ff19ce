package dev.equipoise.bench.suite;

import dev.equipoise.bench.process.FreePort;
import dev.equipoise.bench.process.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.embedded.RedisExecProvider;

/** A Redis on loopback, set up as that of {@code ./equipoise up}: in memory only. */
public final class Redis implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final int TIMEOUT_MILLIS = 500;

    private final RunningProcess process;
    private final int port;

    private Redis(RunningProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param work a directory of its own is made in there */
    public static Redis start(Path work) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(work.resolve("redis"));
        int port = FreePort.find();
        List<String> command = List.of(
                RedisExecProvider.defaultProvider().get().getAbsolutePath(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no");
        Redis redis = new Redis(RunningProcess.start("Redis", command, directory, Map.of()), port);
        try {
            redis.process.awaitReady(redis::answers, START);
        } catch (IllegalStateException | InterruptedException e) {
            redis.close();
            throw e;
        }
        return redis;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    public RunningProcess process() {
        return process;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** How a service is told of it. */
    List<String> arguments() {
        return List.of("--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + port);
    }

    @Override
    public void close() {
        process.close();
    }
}
