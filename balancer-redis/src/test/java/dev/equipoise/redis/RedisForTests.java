package dev.equipoise.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.RedisServer;

/** A real Redis on a free port of this machine, in memory only. Ends with {@link #close}. */
public final class RedisForTests implements AutoCloseable {

    private final RedisServer server;
    private final LettuceConnectionFactory connections;
    private final int port;

    public RedisForTests() {
        port = freePort();
        server = RedisServer.builder()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        connections = new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("127.0.0.1", port),
                LettuceClientConfiguration.builder()
                        .commandTimeout(Duration.ofSeconds(5))
                        .build());
        connections.afterPropertiesSet();
        connections.start();
    }

    public LettuceConnectionFactory connections() {
        return connections;
    }

    public int port() {
        return port;
    }

    /** Everything is lost. */
    public void flush() {
        try (RedisConnection connection = connections.getConnection()) {
            connection.serverCommands().flushAll();
        }
    }

    /** The fields of a hash; empty if there is none. */
    public Map<String, String> hash(String key) {
        return new StringRedisTemplate(connections).<String, String>opsForHash().entries(key);
    }

    @Override
    public void close() {
        connections.destroy();
        server.stop();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
