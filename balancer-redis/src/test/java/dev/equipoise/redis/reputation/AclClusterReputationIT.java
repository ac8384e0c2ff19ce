package dev.equipoise.redis.reputation;

import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisClusterForTests;
import dev.equipoise.redis.RedisUsers;
import java.util.List;

/** The contracts over a Cluster, where every key of the reputation is in one slot, with the users of {@code docs/redis.md}. */
class AclClusterReputationIT extends RedisReputationIT {

    @Override
    protected Access open() {
        RedisClusterForTests servers =
                new RedisClusterForTests(RedisUsers.clients().toArray(String[]::new));
        RedisClientForTests reputation = new RedisClientForTests(RedisUsers.as("reputation", servers.properties()));
        RedisClientForTests gateway = new RedisClientForTests(RedisUsers.as("gateway", servers.properties()));
        RedisClientForTests operator = new RedisClientForTests(servers.properties());
        return new Access(reputation.connections(), gateway.connections(), operator.connections(), () -> {
            List.of(reputation, gateway, operator).forEach(RedisClientForTests::close);
            servers.close();
        });
    }
}
