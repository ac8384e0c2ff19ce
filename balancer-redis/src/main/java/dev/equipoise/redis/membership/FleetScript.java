package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.StoreUnavailableException;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The script by which gateways read the fleet in one step. It is run with EVAL_RO and names the keys it reads and no
 * others, so that a gateway needs neither the right to write nor the right to see sessions. Spring Data has no such
 * command, hence Lettuce itself. Immutable.
 */
final class FleetScript {

    /** Far longer than any configured timeout of a command: should there be none, a call ends all the same. */
    private static final long BACKSTOP_SECONDS = 60;

    private static final byte[] SOURCE = MembershipScript.read("snapshot.lua").getBytes(StandardCharsets.UTF_8);
    private static final byte[][] KEYS = {
        bytes(MembershipScript.META), bytes(MembershipScript.WORKERS), bytes(MembershipScript.CHANGES)
    };

    private FleetScript() {}

    /**
     * Incarnation, version and position of the log's end, then, with {@code all}, id and record of each worker.
     *
     * @throws StoreUnavailableException if Redis does not answer
     */
    static List<String> run(StringRedisTemplate redis, String what) {
        try {
            return Objects.requireNonNull(redis.execute((RedisConnection connection) -> evaluate(connection, what)));
        } catch (DataAccessException | RedisException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    @SuppressWarnings("unchecked") // Spring Data speaks bytes to Lettuce
    private static List<String> evaluate(RedisConnection connection, String what) {
        var commands = (RedisScriptingAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
        List<byte[]> answer = LettuceFutures.awaitOrCancel(
                commands.<List<byte[]>>evalReadOnly(SOURCE, ScriptOutputType.MULTI, KEYS, bytes(what)),
                BACKSTOP_SECONDS,
                TimeUnit.SECONDS);
        return Objects.requireNonNull(answer).stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
