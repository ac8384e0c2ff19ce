package dev.equipoise.launcher.up;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** A Redis that is there already, given by {@code --redis}. */
final class RedisUrl {

    private static final int DEFAULT_PORT = 6379;
    private static final int TIMEOUT_MILLIS = 2_000;

    private RedisUrl() {}

    static int port(URI redis) {
        return redis.getPort() < 0 ? DEFAULT_PORT : redis.getPort();
    }

    /** @throws LauncherException if it is no such URL, or nobody listens there; the password is never in the sentence */
    static void require(URI redis) {
        boolean known = "redis".equals(redis.getScheme()) || "rediss".equals(redis.getScheme());
        if (!known || redis.getHost() == null) {
            throw LauncherException.misuse("--redis takes a URL such as redis://user:password@host:6379");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(redis.getHost(), port(redis)), TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw LauncherException.misuse("no Redis listens at " + redis.getHost() + ":" + port(redis)
                    + " (--redis); without the option one is started for you");
        }
    }
}
