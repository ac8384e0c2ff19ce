package dev.equipoise.redis.reputation;

import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisSentinelForTests;

/** The contracts where sentinels say who is primary. */
class SentinelReputationIT extends RedisReputationIT {

    @Override
    protected Access open() {
        RedisSentinelForTests servers = new RedisSentinelForTests();
        RedisClientForTests client = new RedisClientForTests(servers.properties());
        return new Access(client.connections(), client.connections(), client.connections(), () -> {
            client.close();
            servers.close();
        });
    }
}
