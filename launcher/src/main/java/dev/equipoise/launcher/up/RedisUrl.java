package dev.equipoise.launcher.up;

import dev.equipoise.launcher.terminal.LauncherException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Redis that is there already, given by {@code --redis}: one server ({@code redis://}, {@code rediss://}), the sentinels
 * that know the primary ({@code redis-sentinel://host:port,host:port#name}), or some nodes of a Cluster
 * ({@code redis-cluster://host:port,host:port}). Immutable.
 */
final class RedisUrl {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final Pattern URL = Pattern.compile("(?<kind>redis|rediss|redis-sentinel|redis-cluster)://"
            + "(?:(?:(?<user>[^:@/?#]*):)?(?<password>[^@/?#]*)@)?(?<nodes>[^@/?#]+)(?<rest>/[^#]*)?(?:#(?<name>.+))?");
    private static final Pattern NODE = Pattern.compile("([^:,\\[\\]]+|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?");

    private record Node(String host, int port) {
        @Override
        public String toString() {
            return host + ':' + port;
        }
    }

    private final Map<String, String> environment = new HashMap<>();
    private final List<Node> nodes;

    /** @throws LauncherException if it is no such URL; what may be a password is never in the sentence */
    RedisUrl(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw misuse();
        }
        boolean sentinel = parts.group("kind").equals("redis-sentinel");
        boolean cluster = parts.group("kind").equals("redis-cluster");
        List<String> words = List.of(parts.group("nodes").split(",", -1));
        if ((sentinel == (parts.group("name") == null)) || (words.size() > 1 && !sentinel && !cluster)) {
            throw misuse();
        }
        nodes = words.stream().map(word -> node(word, sentinel ? 26379 : 6379)).toList();
        if (sentinel) {
            environment.put("SPRING_DATA_REDIS_SENTINEL_MASTER", parts.group("name"));
            environment.put("SPRING_DATA_REDIS_SENTINEL_NODES", address());
        } else if (cluster) {
            environment.put("SPRING_DATA_REDIS_CLUSTER_NODES", address());
        } else {
            environment.put("SPRING_DATA_REDIS_URL", url);
            return;
        }
        remember("SPRING_DATA_REDIS_USERNAME", parts.group("user"));
        remember("SPRING_DATA_REDIS_PASSWORD", parts.group("password"));
    }

    private static LauncherException misuse() {
        return LauncherException.misuse("--redis takes a URL such as redis://user:password@host:6379,"
                + " redis-sentinel://host:26379,host:26379#name or redis-cluster://host:6379,host:6379");
    }

    private void remember(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        try {
            environment.put(name, URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw misuse();
        }
    }

    private static Node node(String text, int usualPort) {
        Matcher node = NODE.matcher(text);
        if (!node.matches()) {
            throw misuse();
        }
        int port = node.group(2) == null ? usualPort : Integer.parseInt(node.group(2));
        if (port < 1 || port > 65_535) {
            throw misuse();
        }
        return new Node(node.group(1), port);
    }

    /** Where it is, without what may be a password in front. */
    String address() {
        return String.join(",", nodes.stream().map(Node::toString).toList());
    }

    /** How a service is told of it. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** @throws LauncherException if nobody listens at any of its addresses */
    void require() {
        if (nodes.stream().noneMatch(RedisUrl::listens)) {
            throw LauncherException.misuse(
                    "no Redis listens at " + address() + " (--redis); without the option one is started for you");
        }
    }

    private static boolean listens(Node node) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(node.host(), node.port()), TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return "RedisUrl[" + address() + "]";
    }
}
