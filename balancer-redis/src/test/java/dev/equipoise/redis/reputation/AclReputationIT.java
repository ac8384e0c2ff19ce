package dev.equipoise.redis.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.core.membership.ChangeLog.Head;
import dev.equipoise.redis.RedisClientForTests;
import dev.equipoise.redis.RedisCommand;
import dev.equipoise.redis.RedisProcess;
import dev.equipoise.redis.RedisUsers;
import dev.equipoise.redis.membership.RedisChangeLog;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contracts with the users of {@code docs/redis.md}, and what these users may not do. */
class AclReputationIT extends RedisReputationIT {

    private RedisProcess server;
    private RedisClientForTests reputation;

    @Override
    protected Access open() {
        server = RedisProcess.server(
                RedisProcess.freePorts(1)[0], RedisUsers.clients().toArray(String[]::new));
        Map<String, String> where =
                Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", String.valueOf(server.port()));
        reputation = new RedisClientForTests(RedisUsers.as("reputation", where));
        RedisClientForTests gateway = new RedisClientForTests(RedisUsers.as("gateway", where));
        RedisClientForTests operator = new RedisClientForTests(where);
        return new Access(reputation.connections(), gateway.connections(), operator.connections(), () -> {
            List.of(reputation, gateway, operator).forEach(RedisClientForTests::close);
            server.close();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HSET eq:{fleet}:rep:standings w-1 x",
                "HDEL eq:{fleet}:rep:standings w-1",
                "DEL eq:{fleet}:rep:standings",
                "ZADD eq:{fleet}:rep:standings:gone 1 w-1",
                "XADD eq:{fleet}:rep:standings:bell * floor 1",
                "XADD eq:{fleet}:rep:inbox * report x",
                "XREAD STREAMS eq:{fleet}:rep:inbox 0",
                "XREAD STREAMS eq:{fleet}:rep:log 0",
                "XREVRANGE eq:{fleet}:rep:log + - COUNT 1",
                "EVAL_RO return{redis.call('GET',KEYS[1])} 1 eq:{fleet}:rep:owner",
                "EVAL_RO return{redis.call('ZRANGE',KEYS[1],0,1)} 1 eq:{fleet}:rep:log:ids",
                "SET eq:{fleet}:rep:owner me",
                "EVAL return{redis.call('HGETALL',KEYS[1])} 1 eq:{fleet}:rep:standings"
            })
    void aGatewayMayNot(String command) {
        assertDenied("gateway", command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HSET eq:{fleet}:workers w-1 x",
                "HDEL eq:{fleet}:workers w-1",
                "HSET eq:{fleet}:meta version 1",
                "XADD eq:{fleet}:changes * kind LEFT",
                "DEL eq:{fleet}:workers",
                "HGETALL eq:{fleet}:sessions",
                "HGETALL eq:{fleet}:trust:tokens",
                "HSET eq:{fleet}:trust:keys k x",
                "EVAL return{redis.call('HGETALL',KEYS[1])} 1 eq:{fleet}:workers",
                "EVAL return{redis.call('HSET','eq:{fleet}:workers','w-1','x')} 1 eq:{fleet}:rep:log",
                "GET other",
                "SET other x",
                "FLUSHALL",
                "SCRIPT FLUSH",
                "CONFIG GET requirepass",
                "ACL LIST",
                "KEYS *",
                "SCAN 0",
                "PUBLISH any x",
                "SHUTDOWN"
            })
    void theReputationServiceMayNot(String command) {
        assertDenied("reputation", command);
    }

    /** That a refusal above is not one of everything. */
    @Test
    void theReputationServiceFollowsTheFleet() {
        try (RedisChangeLog log = new RedisChangeLog(reputation.connections())) {
            assertThat(log.snapshot().head()).isEqualTo(log.head());
            assertThat(log.head()).isEqualTo(new Head("", 0, "0-0"));
            assertThat(log.after("0-0", Duration.ofMillis(1))).isEmpty();
        }
        assertThatCode(() -> RedisCommand.as(
                        server.port(), "gateway", "GATEWAY-PASSWORD", "XREAD", "STREAMS", ReputationScript.BELL, "0"))
                .doesNotThrowAnyException();
    }

    private void assertDenied(String user, String command) {
        String password = RedisUsers.as(user, Map.of()).get("spring.data.redis.password");
        assertThatThrownBy(() -> RedisCommand.as(server.port(), user, password, command.split(" ")))
                .isInstanceOf(RedisCommandExecutionException.class)
                .message()
                .containsAnyOf("NOPERM", "The user executing the script can't");
    }
}
