package dev.equipoise.launcher.redis;

import dev.equipoise.launcher.process.ChildSpec;
import dev.equipoise.launcher.process.Role;
import dev.equipoise.launcher.state.StateDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A Redis for one run: on this machine only, behind a password, and in memory only. */
public record EmbeddedRedis(int port, String password) {

    private static final int TIMEOUT_MILLIS = 500;

    /** Shows no password. */
    @Override
    public String toString() {
        return "EmbeddedRedis[" + port + "]";
    }

    /** The configuration, password and all, goes in by standard input: the command line is for everyone to see. */
    public ChildSpec process(StateDirectory state) {
        String binary = RedisBinary.unpacked(state.binaries()).toString();
        return new ChildSpec(Role.REDIS, "redis", List.of(binary, "-"), Map.of(), configuration(), state.log("redis"));
    }

    /** How a service is told of it. */
    public Map<String, String> environment() {
        return Map.of(
                "SPRING_DATA_REDIS_HOST",
                "127.0.0.1",
                "SPRING_DATA_REDIS_PORT",
                Integer.toString(port),
                "SPRING_DATA_REDIS_PASSWORD",
                password);
    }

    /** Whether it answers, and to our password. */
    public boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
        } catch (IOException e) {
            return false;
        }
    }

    private String configuration() {
        return """
                bind 127.0.0.1
                port %d
                requirepass %s
                save ""
                appendonly no
                """.formatted(port, password);
    }
}
