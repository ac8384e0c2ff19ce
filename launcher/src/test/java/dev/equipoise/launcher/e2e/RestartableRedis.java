package dev.equipoise.launcher.e2e;

import dev.equipoise.launcher.process.Ending;
import dev.equipoise.launcher.redis.EmbeddedRedis;
import dev.equipoise.launcher.state.StateDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The Redis of {@code ./equipoise up} as a server of its own, in memory only: started again it is empty. */
final class RestartableRedis implements AutoCloseable {

    private final Path directory;
    private final EmbeddedRedis server;
    private Process process;

    RestartableRedis(Path directory) throws Exception {
        this.directory = directory;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server = new EmbeddedRedis(socket.getLocalPort(), "a-password-for-tests");
        }
        start();
    }

    String url() {
        return "redis://:" + server.password() + "@127.0.0.1:" + server.port();
    }

    void start() throws Exception {
        var spec = server.process(new StateDirectory(directory));
        process = new ProcessBuilder(spec.command())
                .redirectErrorStream(true)
                .redirectOutput(spec.log().toFile())
                .start();
        process.getOutputStream().write(spec.input().getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        RunningSuite.await("Redis", server::answers);
    }

    void kill() {
        Ending.of(List.of(process.toHandle()), Duration.ZERO);
    }

    @Override
    public void close() {
        kill();
    }
}
