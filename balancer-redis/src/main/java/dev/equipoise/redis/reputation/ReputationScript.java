package dev.equipoise.redis.reputation;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.redis.connection.LuaSource;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/** One Lua script over the keys of the reputation, all of one hash tag. Answers texts. Immutable. */
final class ReputationScript {

    /** The stream of facts: hash and text of each. */
    static final String LOG = "eq:{fleet}:rep:log";

    /** Ids of facts by the time they were taken. */
    static final String IDS = "eq:{fleet}:rep:log:ids";

    /** Worker to standing, as JSON. */
    static final String STANDINGS = "eq:{fleet}:rep:standings";

    /** Workers by the version in which their standing last changed. */
    static final String VERSIONS = "eq:{fleet}:rep:standings:versions";

    /** Workers that were taken out, by version. */
    static final String GONE = "eq:{fleet}:rep:standings:gone";

    /** A stream of one entry, whose id is the version of the standings: who reads behind a version wakes up at the next. */
    static final String BELL = "eq:{fleet}:rep:standings:bell";

    /** The stream of reports that wait. */
    static final String INBOX = "eq:{fleet}:rep:inbox";

    static final String OWNER = "eq:{fleet}:rep:owner";

    /** In the order in which the prelude of the scripts names them. */
    private static final List<String> ALL = List.of(LOG, IDS, STANDINGS, VERSIONS, GONE, BELL, INBOX, OWNER);

    private final RedisScript<?> script;

    ReputationScript(String name) {
        script = new DefaultRedisScript<>(read("prelude.lua") + read(name + ".lua"), List.class);
    }

    /** @throws StoreUnavailableException if Redis does not answer */
    @SuppressWarnings("unchecked") // every script answers a list of texts
    List<String> run(StringRedisTemplate redis, List<String> arguments) {
        try {
            return (List<String>) Objects.requireNonNull(redis.execute(script, ALL, arguments.toArray()));
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }

    static String read(String file) {
        return LuaSource.read(ReputationScript.class, file);
    }
}
