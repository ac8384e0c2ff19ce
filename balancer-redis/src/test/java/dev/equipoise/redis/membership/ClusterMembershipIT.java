package dev.equipoise.redis.membership;

import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisClusterForTests;

/** The contract over a Cluster: every key of the membership is in one slot. */
class ClusterMembershipIT extends RedisMembershipIT {

    @Override
    protected Access open() {
        RedisClusterForTests servers = new RedisClusterForTests();
        RedisClientForTests client = new RedisClientForTests(servers.properties());
        return new Access(client.connections(), client.connections(), client.connections(), () -> {
            client.close();
            servers.close();
        });
    }
}
