package dev.equipoise.redis.connection;

import dev.equipoise.redis.RedisProcess;
import dev.equipoise.redis.RedisSentinelForTests;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SentinelFailoverIT extends FailoverContract {

    private static RedisSentinelForTests servers;

    @BeforeAll
    static void start() {
        servers = new RedisSentinelForTests();
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
        return Optional.of(servers.primary());
    }

    @Override
    void awaitHealthy() {
        servers.awaitHealthy();
    }
}
