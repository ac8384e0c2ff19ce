package dev.equipoise.redis.trust;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.redis.connection.LuaSource;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/** One Lua script over the keys of the trust store, all of one hash tag. Answers texts. Immutable. */
final class TrustScript {

    /** Key id to {@code end publicKey grant}: the end in ms since 1970 or {@code -}, the grant as JSON. */
    static final String KEYS = "eq:{fleet}:trust:keys";

    /** Hash of a join token to {@code end keyEnd grant}, in the same forms. */
    static final String TOKENS = "eq:{fleet}:trust:tokens";

    private static final List<String> ALL = List.of(KEYS, "eq:{fleet}:trust:revoked", TOKENS, "eq:{fleet}:trust:meta");

    private final RedisScript<?> script;

    TrustScript(String name) {
        script = new DefaultRedisScript<>(read("prelude.lua") + read(name + ".lua"), List.class);
    }

    /** @throws StoreUnavailableException if Redis does not answer */
    @SuppressWarnings("unchecked") // every script answers a list of texts
    List<String> run(StringRedisTemplate redis, Object... arguments) {
        try {
            return (List<String>) Objects.requireNonNull(redis.execute(script, ALL, arguments));
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    private static String read(String file) {
        return LuaSource.read(TrustScript.class, file);
    }
}
