package dev.equipoise.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A primary with two replicas, watched by three sentinels of which two must agree. What does not answer for a second
 * counts as down.
 */
public final class RedisSentinelForTests implements AutoCloseable {

    private static final String NAME = "fleet";

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();

    /** Everyone is {@code default} and may do everything. */
    public RedisSentinelForTests() {
        this(List.of(), List.of());
    }

    private RedisSentinelForTests(List<String> settings, List<String> sentinelSettings) {
        int[] ports = RedisProcess.freePorts(6);
        try {
            servers.add(RedisProcess.server(ports[0], settings.toArray(String[]::new)));
            for (int i = 1; i < 3; i++) {
                servers.add(RedisProcess.server(ports[i], with(settings, "replicaof 127.0.0.1 " + ports[0])));
            }
            for (int i = 3; i < 6; i++) {
                sentinels.add(RedisProcess.sentinel(
                        ports[i],
                        with(
                                sentinelSettings,
                                "sentinel monitor " + NAME + " 127.0.0.1 " + ports[0] + " 2",
                                "sentinel down-after-milliseconds " + NAME + " 1000",
                                "sentinel failover-timeout " + NAME + " 5000")));
            }
            awaitHealthy();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** With the users of {@code docs/redis.md}; replicas and sentinels are users, too. */
    public static RedisSentinelForTests withUsers() {
        List<String> settings = new ArrayList<>(RedisUsers.clients());
        settings.addAll(RedisUsers.servers());
        settings.addAll(List.of("masteruser replica", "masterauth REPLICA-PASSWORD"));
        return new RedisSentinelForTests(
                settings,
                List.of(
                        "sentinel auth-user " + NAME + " sentinel",
                        "sentinel auth-pass " + NAME + " SENTINEL-PASSWORD"));
    }

    private static String[] with(List<String> last, String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(last);
        return all.toArray(String[]::new);
    }

    /** What registry and gateway are told. */
    public Map<String, String> properties() {
        return Map.of(
                "spring.data.redis.sentinel.master",
                NAME,
                "spring.data.redis.sentinel.nodes",
                sentinels.stream().map(RedisProcess::address).collect(Collectors.joining(",")));
    }

    /** The same for {@code ./equipoise up --redis}. */
    public String url() {
        return "redis-sentinel://" + properties().get("spring.data.redis.sentinel.nodes") + '#' + NAME;
    }

    /** Who is primary in the eyes of the first sentinel. */
    public RedisProcess primary() {
        List<String> address = RedisCommand.texts(sentinels.get(0).port(), "SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
        return servers.stream()
                .filter(server -> address.get(1).equals(String.valueOf(server.port())))
                .findFirst()
                .orElseThrow();
    }

    public List<RedisProcess> replicas() {
        RedisProcess primary = primary();
        return servers.stream().filter(server -> server != primary).toList();
    }

    /** Waits until every server runs and follows the primary, and every sentinel knows all of them. */
    public void awaitHealthy() {
        RedisProcess.await("two replicas in step", () -> replicasOnline(primary()) == 2);
        for (RedisProcess sentinel : sentinels) {
            RedisProcess.await(
                    "sentinel " + sentinel.port() + " to know the others",
                    () -> RedisCommand.text(sentinel.port(), "INFO", "sentinel")
                            .contains("status=ok,address=" + primary().address() + ",slaves=2,sentinels=3"));
        }
    }

    private static int replicasOnline(RedisProcess server) {
        return RedisCommand.text(server.port(), "INFO", "replication").split("state=online", -1).length - 1;
    }

    @Override
    public void close() {
        sentinels.forEach(RedisProcess::close);
        servers.forEach(RedisProcess::close);
    }
}
