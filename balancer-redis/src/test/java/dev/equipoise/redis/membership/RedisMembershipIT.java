package dev.equipoise.redis.membership;

import dev.equipoise.core.registration.MembershipContractTest;
import dev.equipoise.redis.RedisForTests;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.core.StringRedisTemplate;

class RedisMembershipIT extends MembershipContractTest {

    private static RedisForTests server;
    private static StringRedisTemplate redis;
    private RedisChangeLog log;

    @BeforeAll
    static void start() {
        server = new RedisForTests();
        redis = new StringRedisTemplate(server.connections());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Override
    protected Stores emptyStore() {
        lose();
        RedisMembership membership = new RedisMembership(redis, TERMS, new MembershipLimits(MAX_WORKERS, 1000));
        log = new RedisChangeLog(server.connections());
        return new Stores(membership, membership, membership, log);
    }

    /** Redis' clock cannot be moved; what it wrote down can. */
    @Override
    protected void pass(Duration time) {
        Set<String> ids = Objects.requireNonNull(redis.opsForZSet().range("eq:{fleet}:leases", 0, -1));
        ids.forEach(id -> redis.opsForZSet().incrementScore("eq:{fleet}:leases", id, -time.toMillis()));
        redis.opsForHash().increment("eq:{fleet}:meta", "swept", -time.toMillis());
    }

    @Override
    protected void lose() {
        redis.execute(
                connection -> {
                    connection.serverCommands().flushAll();
                    return null;
                },
                true);
    }

    @Override
    protected Instant now() {
        return Instant.ofEpochMilli(Objects.requireNonNull(
                redis.execute((org.springframework.data.redis.connection.RedisConnection connection) ->
                        connection.serverCommands().time())));
    }
}
