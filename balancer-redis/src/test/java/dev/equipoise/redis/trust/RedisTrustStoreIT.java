package dev.equipoise.redis.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.core.registration.TrustStore;
import dev.equipoise.core.registration.TrustStoreContractTest;
import dev.equipoise.redis.RedisForTests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

class RedisTrustStoreIT extends TrustStoreContractTest {

    private static RedisForTests server;
    private static StringRedisTemplate redis;

    @BeforeAll
    static void start() {
        server = new RedisForTests();
        redis = new StringRedisTemplate(server.connections());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected TrustStore emptyStore() {
        lose();
        return new RedisTrustStore(redis, new TrustLimits(MOST, MOST, MOST));
    }

    @Test
    void whoMayOnlyReadReadsTheSame() {
        TrustStore store = emptyStore();
        TrustStore reader = new RedisTrustReader(redis);
        store.revoke("stolen");

        TrustStore.Snapshot snapshot = reader.changedSince("");
        assertThat(snapshot).isEqualTo(store.changedSince(""));
        assertThat(snapshot.revoked()).containsExactly("stolen");
        assertThat(reader.changedSince(snapshot.version())).isNull();
    }

    /** Redis' clock cannot be moved; what it wrote down can. */
    @Override
    protected void pass(Duration time) {
        for (String hash : List.of(TrustScript.TOKENS, TrustScript.KEYS)) {
            redis.<String, String>opsForHash().entries(hash).forEach((field, record) -> {
                int space = record.indexOf(' ');
                String end = record.substring(0, space);
                if (!end.equals("-")) {
                    long earlier = Long.parseLong(end) - time.toMillis();
                    redis.opsForHash().put(hash, field, earlier + record.substring(space));
                }
            });
        }
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
        return Instant.ofEpochMilli(Objects.requireNonNull(redis.execute(
                (RedisConnection connection) -> connection.serverCommands().time())));
    }
}
