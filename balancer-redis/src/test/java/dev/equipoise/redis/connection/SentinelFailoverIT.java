package dev.equipoise.redis.connection;

import dev.equipoise.redis.RedisProcess;
import dev.equipoise.redis.RedisSentinelForTests;
import dev.equipoise.redis.RedisUsers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Everyone who takes part is a user with least privilege. */
class SentinelFailoverIT extends FailoverContract {

    private static RedisSentinelForTests servers;

    @BeforeAll
    static void start() {
        servers = RedisSentinelForTests.withUsers();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Override
    Map<String, String> properties() {
        return RedisUsers.as("registry", servers.properties());
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
