package dev.equipoise.redis.membership;

import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisSentinelForTests;

/** The contract where sentinels say who is primary. */
class SentinelMembershipIT extends RedisMembershipIT {

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
