package dev.equipoise.redis.membership;

import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisClusterForTests;
import dev.equipoise.redis.RedisUsers;
import java.util.List;

/** The same users suffice for a Cluster, whose shape the clients ask for. */
class AclClusterMembershipIT extends RedisMembershipIT {

    @Override
    protected Access open() {
        RedisClusterForTests servers =
                new RedisClusterForTests(RedisUsers.clients().toArray(String[]::new));
        RedisClientForTests registry = new RedisClientForTests(RedisUsers.as("registry", servers.properties()));
        RedisClientForTests gateway = new RedisClientForTests(RedisUsers.as("gateway", servers.properties()));
        RedisClientForTests operator = new RedisClientForTests(servers.properties());
        return new Access(registry.connections(), gateway.connections(), operator.connections(), () -> {
            List.of(registry, gateway, operator).forEach(RedisClientForTests::close);
            servers.close();
        });
    }
}
