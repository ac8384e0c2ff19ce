package dev.equipoise.redis.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisCommand;
import dev.equipoise.redis.RedisProcess;
import dev.equipoise.redis.RedisUsers;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with the users of {@code docs/redis.md}, and what these users may not do. */
class AclMembershipIT extends RedisMembershipIT {

    private RedisProcess server;

    @Override
    protected Access open() {
        server = RedisProcess.server(
                RedisProcess.freePorts(1)[0], RedisUsers.clients().toArray(String[]::new));
        Map<String, String> where =
                Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", String.valueOf(server.port()));
        RedisClientForTests registry = new RedisClientForTests(RedisUsers.as("registry", where));
        RedisClientForTests gateway = new RedisClientForTests(RedisUsers.as("gateway", where));
        RedisClientForTests operator = new RedisClientForTests(where);
        return new Access(registry.connections(), gateway.connections(), operator.connections(), () -> {
            List.of(registry, gateway, operator).forEach(RedisClientForTests::close);
            server.close();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET eq:{fleet}:meta x",
                "HSET eq:{fleet}:workers w-1 x",
                "HDEL eq:{fleet}:workers w-1",
                "XADD eq:{fleet}:changes * kind LEFT",
                "XTRIM eq:{fleet}:changes MAXLEN 0",
                "DEL eq:{fleet}:workers",
                "PUBLISH any x",
                "FLUSHALL",
                "CONFIG GET requirepass",
                "SCRIPT FLUSH",
                "KEYS *",
                "SCAN 0",
                "ACL LIST",
                "HGETALL eq:{fleet}:sessions",
                "HGET eq:{fleet}:sessions w-1",
                "HGETALL eq:{fleet}:loads",
                "EVAL return{redis.call('HGETALL',KEYS[1])} 1 eq:{fleet}:sessions",
                "EVAL return{redis.call('HGETALL',KEYS[1])} 1 eq:{fleet}:workers",
                "EVAL_RO return{redis.call('HGETALL',KEYS[1])} 1 eq:{fleet}:sessions",
                "EVAL_RO return{redis.call('HGETALL','eq:{fleet}:sessions')} 0",
                "EVAL_RO return{redis.call('HGET','eq:{fleet}:sessions','w-1')} 1 eq:{fleet}:workers",
                "EVAL_RO return{redis.call('HSET',KEYS[1],'w-1','x')} 1 eq:{fleet}:workers"
            })
    void aGatewayMayNot(String command) {
        assertDenied("gateway", command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET other x",
                "GET other",
                "HGETALL other",
                "EVAL return{redis.call('GET','other')} 0",
                "FLUSHALL",
                "CONFIG GET requirepass",
                "ACL LIST",
                "KEYS *",
                "PUBLISH any x",
                "REPLICAOF NO ONE",
                "SHUTDOWN"
            })
    void aRegistryMayNot(String command) {
        assertDenied("registry", command);
    }

    /** That a refusal above is not one of everything. */
    @Test
    void theSameUsersMayReadTheFleet() {
        for (String user : List.of("gateway", "registry")) {
            assertThatCode(() -> RedisCommand.as(
                            server.port(),
                            user,
                            password(user),
                            "EVAL_RO",
                            "return{redis.call('HGETALL',KEYS[1])}",
                            "1",
                            "eq:{fleet}:workers"))
                    .doesNotThrowAnyException();
        }
        assertThat(RedisCommand.text(server.port(), "PING")).isEqualTo("PONG");
    }

    private void assertDenied(String user, String command) {
        assertThatThrownBy(() -> RedisCommand.as(server.port(), user, password(user), command.split(" ")))
                .isInstanceOf(RedisCommandExecutionException.class)
                .message()
                .containsAnyOf("NOPERM", "The user executing the script can't");
    }

    private static String password(String user) {
        return RedisUsers.as(user, Map.of()).get("spring.data.redis.password");
    }
}
