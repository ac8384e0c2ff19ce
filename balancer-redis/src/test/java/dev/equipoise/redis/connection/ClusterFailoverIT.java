package dev.equipoise.redis.connection;

import dev.equipoise.redis.RedisClusterForTests;
import dev.equipoise.redis.RedisProcess;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ClusterFailoverIT extends FailoverContract {

    private static RedisClusterForTests servers;

    @BeforeAll
    static void start() {
        servers = new RedisClusterForTests();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Override
    Map<String, String> properties() {
        return servers.properties();
    }

    @Override
    Optional<RedisProcess> primary() {
        return servers.ownerOf("eq:{fleet}:meta");
    }

    @Override
    void awaitHealthy() {
        servers.awaitHealthy();
    }
}
