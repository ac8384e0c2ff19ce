package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * One Lua script over the keys of the membership, all of one hash tag so that they share a Cluster slot. Immutable.
 *
 * @param <T> what it returns: a String or a List of Strings
 */
final class MembershipScript<T> {

    /** The capped stream of changes that gateways follow. */
    static final String CHANGES = "eq:{fleet}:changes";

    /** What is known of the fleet as a whole: incarnation, since, version, epoch, swept. */
    static final String META = "eq:{fleet}:meta";

    /** The session of each lease; gateways need no right to read it. */
    static final String SESSIONS = "eq:{fleet}:sessions";

    private static final String NONCE = "eq:{fleet}:nonce:";
    private static final List<String> KEYS =
            List.of(META, "eq:{fleet}:workers", "eq:{fleet}:leases", SESSIONS, "eq:{fleet}:loads", CHANGES);

    private final RedisScript<T> script;

    private MembershipScript(RedisScript<T> script) {
        this.script = script;
    }

    static MembershipScript<String> returningText(String name) {
        return new MembershipScript<>(new DefaultRedisScript<>(source(name), String.class));
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // the raw class literal is the only way to name List<String>
    static MembershipScript<List<String>> returningTexts(String name) {
        return new MembershipScript<>(new DefaultRedisScript(source(name), List.class));
    }

    /** @throws StoreUnavailableException if Redis does not answer */
    T run(StringRedisTemplate redis, Object... arguments) {
        return run(redis, KEYS, arguments);
    }

    /** For scripts that consume a nonce. @throws StoreUnavailableException if Redis does not answer */
    T runOnce(StringRedisTemplate redis, String keyId, String nonce, Object... arguments) {
        List<String> keys = new ArrayList<>(KEYS);
        keys.add(NONCE + keyId + ':' + nonce);
        return run(redis, keys, arguments);
    }

    private T run(StringRedisTemplate redis, List<String> keys, Object... arguments) {
        try {
            return Objects.requireNonNull(redis.execute(script, keys, arguments));
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    private static String source(String name) {
        return read("prelude.lua") + read(name + ".lua");
    }

    private static String read(String file) {
        try (@Nullable InputStream in = MembershipScript.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
