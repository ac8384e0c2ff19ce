package dev.equipoise.redis.connection;

import dev.equipoise.core.membership.StoreUnavailableException;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A script by which gateways read in one step. It is run with EVAL_RO and names the keys it reads and no others, so that a
 * gateway needs neither the right to write nor the right to see sessions. Spring Data has no such command, hence Lettuce
 * itself. Immutable.
 */
public final class ReadOnlyScript {

    /** Far longer than any configured timeout of a command: should there be none, a call ends all the same. */
    private static final long BACKSTOP_SECONDS = 60;

    private final byte[] source;
    private final byte[][] keys;

    public ReadOnlyScript(String source, List<String> keys) {
        this.source = bytes(source);
        this.keys = keys.stream().map(ReadOnlyScript::bytes).toArray(byte[][]::new);
    }

    /**
     * The texts it answers.
     *
     * @throws StoreUnavailableException if Redis does not answer
     */
    public List<String> run(StringRedisTemplate redis, String... arguments) {
        byte[][] all = Stream.of(arguments).map(ReadOnlyScript::bytes).toArray(byte[][]::new);
        try {
            return Objects.requireNonNull(redis.execute((RedisConnection connection) -> evaluate(connection, all)));
        } catch (DataAccessException | RedisException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    @SuppressWarnings("unchecked") // Spring Data speaks bytes to Lettuce
    private List<String> evaluate(RedisConnection connection, byte[][] arguments) {
        var commands = (RedisScriptingAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
        List<byte[]> answer = LettuceFutures.awaitOrCancel(
                commands.<List<byte[]>>evalReadOnly(source, ScriptOutputType.MULTI, keys, arguments),
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
