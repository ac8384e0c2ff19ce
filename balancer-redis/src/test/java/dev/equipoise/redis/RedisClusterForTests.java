package dev.equipoise.redis;

import io.lettuce.core.Range;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Three primaries with a third of the slots and one replica each. A node that does not answer for a second counts as
 * down; the others go on without its slots until its replica has taken them over.
 */
public final class RedisClusterForTests implements AutoCloseable {

    private static final int SIZE = 3;

    private final List<RedisProcess> nodes = new ArrayList<>();

    /** @param settings of every node */
    public RedisClusterForTests(String... settings) {
        int[] ports = RedisProcess.freePorts(4 * SIZE);
        try {
            for (int i = 0; i < 2 * SIZE; i++) {
                List<String> lines = new ArrayList<>(List.of(
                        "cluster-enabled yes",
                        "cluster-port " + ports[2 * SIZE + i],
                        "cluster-node-timeout 1000",
                        "cluster-require-full-coverage no"));
                lines.addAll(List.of(settings));
                nodes.add(RedisProcess.server(ports[i], lines.toArray(String[]::new)));
            }
            form(ports);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void form(int[] ports) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2 * SIZE; i++) {
            RedisProcess node = nodes.get(i);
            ids.add(RedisCommand.text(node.port(), "CLUSTER", "MYID"));
            if (i > 0) {
                RedisCommand.text(
                        nodes.get(0).port(),
                        "CLUSTER",
                        "MEET",
                        "127.0.0.1",
                        String.valueOf(ports[i]),
                        String.valueOf(ports[2 * SIZE + i]));
            }
        }
        for (int i = 0; i < SIZE; i++) {
            Range<Integer> slots =
                    Range.create(SlotHash.SLOT_COUNT * i / SIZE, SlotHash.SLOT_COUNT * (i + 1) / SIZE - 1);
            RedisCommand.on(nodes.get(i).port(), commands -> commands.clusterAddSlotsRange(slots));
        }
        for (int i = 0; i < SIZE; i++) {
            int replica = nodes.get(SIZE + i).port();
            String id = ids.get(i);
            RedisProcess.await(
                    "node " + replica + " to know its primary",
                    () -> RedisCommand.text(replica, "CLUSTER", "NODES").contains(id));
            RedisCommand.text(replica, "CLUSTER", "REPLICATE", id);
        }
        awaitHealthy();
    }

    /** What registry and gateway are told. */
    public Map<String, String> properties() {
        return Map.of(
                "spring.data.redis.cluster.nodes",
                nodes.stream().map(RedisProcess::address).collect(Collectors.joining(",")));
    }

    /** The same for {@code ./equipoise up --redis}. */
    public String url() {
        return "redis-cluster://" + properties().get("spring.data.redis.cluster.nodes");
    }

    public List<RedisProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** The primary that owns the slot of {@code key}, if any does in the eyes of the first node that is awake. */
    public Optional<RedisProcess> ownerOf(String key) {
        int slot = SlotHash.getSlot(key);
        RedisProcess witness =
                nodes.stream().filter(RedisProcess::isAwake).findFirst().orElseThrow();
        return RedisCommand.text(witness.port(), "CLUSTER", "NODES")
                .lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields[2].contains("master") && !fields[2].contains("fail") && owns(fields, slot))
                .map(fields -> fields[1].replaceAll("^.*:(\\d+)@.*$", "$1"))
                .flatMap(port -> nodes.stream().filter(node -> port.equals(String.valueOf(node.port()))))
                .findFirst();
    }

    private static boolean owns(String[] fields, int slot) {
        for (int i = 8; i < fields.length; i++) {
            String[] range = fields[i].split("-");
            int first = Integer.parseInt(range[0]);
            int last = Integer.parseInt(range[range.length - 1]);
            if (first <= slot && slot <= last) {
                return true;
            }
        }
        return false;
    }

    /** Waits until every node that runs finds all slots served, and every replica is in step. */
    public void awaitHealthy() {
        for (RedisProcess node : nodes) {
            if (node.isAlive()) {
                RedisProcess.await("node " + node.port() + " to find the cluster whole", () -> whole(node));
            }
        }
    }

    private static boolean whole(RedisProcess node) {
        String cluster = RedisCommand.text(node.port(), "CLUSTER", "INFO");
        String replication = RedisCommand.text(node.port(), "INFO", "replication");
        return cluster.contains("cluster_state:ok")
                && cluster.contains("cluster_slots_ok:" + SlotHash.SLOT_COUNT)
                && (replication.contains("role:master") || replication.contains("master_link_status:up"))
                && RedisCommand.text(node.port(), "CLUSTER", "NODES").lines().count() == 2 * SIZE;
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
