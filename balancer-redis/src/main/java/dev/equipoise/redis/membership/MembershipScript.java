package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.redis.connection.LuaSource;
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

    /** Every worker by id, as the scripts keep it. */
    static final String WORKERS = "eq:{fleet}:workers";

    /** The session of each lease; gateways need no right to read it. */
    static final String SESSIONS = "eq:{fleet}:sessions";

    /** What each worker last said of its load, behind the moment it did. */
    static final String LOADS = "eq:{fleet}:loads";

    /** The last facts of each worker. */
    static final String HISTORY = "eq:{fleet}:history";

    private static final String NONCE = "eq:{fleet}:nonce:";

    /** In the order in which the prelude of the scripts names them. */
    private static final List<String> KEYS = List.of(
            META,
            WORKERS,
            "eq:{fleet}:leases",
            SESSIONS,
            LOADS,
            CHANGES,
            "eq:{fleet}:absent",
            "eq:{fleet}:absences",
            HISTORY,
            "eq:{fleet}:starting",
            "eq:{fleet}:doubts",
            "eq:{fleet}:contests",
            "eq:{fleet}:barred");

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

    /**
     * @param proof whose nonce is consumed; null for scripts and calls that consume none
     * @param arguments each becomes text
     * @throws StoreUnavailableException if Redis does not answer
     */
    T run(StringRedisTemplate redis, @Nullable Proof proof, List<?> arguments) {
        List<String> keys = KEYS;
        if (proof != null) {
            keys = new ArrayList<>(KEYS);
            keys.add(NONCE + proof.keyId() + ':' + proof.nonce());
        }
        try {
            return Objects.requireNonNull(redis.execute(
                    script, keys, arguments.stream().map(String::valueOf).toArray()));
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    private static String source(String name) {
        return read("prelude.lua") + read(name + ".lua");
    }

    static String read(String file) {
        return LuaSource.read(MembershipScript.class, file);
    }
}
