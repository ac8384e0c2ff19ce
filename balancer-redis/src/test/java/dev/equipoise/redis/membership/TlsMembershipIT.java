package dev.equipoise.redis.membership;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisTlsForTests;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract over TLS with certificates on both sides, and who is kept out. */
class TlsMembershipIT extends RedisMembershipIT {

    private RedisTlsForTests server;

    @Override
    protected Access open() {
        server = new RedisTlsForTests();
        RedisClientForTests client = new RedisClientForTests(server.properties());
        return new Access(client.connections(), client.connections(), client.connections(), () -> {
            client.close();
            server.close();
        });
    }

    @Test
    void aClientWithACertificateThatRedisDoesNotTrustIsKeptOut() {
        assertRefused(server.properties("server", "stranger"));
    }

    @Test
    void aRedisWithACertificateThatTheClientDoesNotTrustIsNotSpokenTo() {
        assertRefused(server.properties("stranger", "client"));
    }

    @Test
    void plainTextIsRefused() {
        assertRefused(server.plainProperties());
    }

    private static void assertRefused(Map<String, String> properties) {
        try (RedisClientForTests client = new RedisClientForTests(properties);
                RedisChangeLog log = new RedisChangeLog(client.connections())) {
            assertThatThrownBy(log::snapshot).isInstanceOf(StoreUnavailableException.class);
        }
    }
}
