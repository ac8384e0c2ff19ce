package dev.equipoise.redis.membership;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.HistoryEntry;
import dev.equipoise.core.registration.Member;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.redis.connection.ReadOnlyScript;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The roster for those who may only read, and see neither sessions nor nonces. Any thread. */
public final class RedisRoster implements Roster {

    /** The members of one of the two hashes, or one id in either; as the script {@code roster}. */
    private static final ReadOnlyScript ROSTER = new ReadOnlyScript(
            """
            local WORKERS, ABSENT, LEASES, LOADS = unpack(KEYS)
            local answer = {}
            local function add(id, record)
              table.insert(answer, id)
              table.insert(answer, record)
              table.insert(answer, redis.call('ZSCORE', LEASES, id) or '')
              table.insert(answer, redis.call('HGET', LOADS, id) or '')
            end
            if ARGV[1] == 'ONE' then
              local record = redis.call('HGET', WORKERS, ARGV[2]) or redis.call('HGET', ABSENT, ARGV[2])
              if record then add(ARGV[2], record) end
            else
              local all = redis.call('HGETALL', ARGV[1] == 'PRESENT' and WORKERS or ABSENT)
              for i = 1, #all, 2 do add(all[i], all[i + 1]) end
            end
            return answer
            """, List.of(MembershipScript.WORKERS, "eq:{fleet}:absent", "eq:{fleet}:leases", MembershipScript.LOADS));

    private final StringRedisTemplate redis;

    public RedisRoster(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public List<Member> members() {
        return RedisMembership.sorted(ROSTER.run(redis, "PRESENT", ""));
    }

    @Override
    public List<Member> absent() {
        return RedisMembership.sorted(ROSTER.run(redis, "ABSENT", ""));
    }

    @Override
    public @Nullable Member member(String workerId) {
        List<Member> found = RedisMembership.sorted(ROSTER.run(redis, "ONE", workerId));
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public List<HistoryEntry> history(String workerId) {
        String lines = field(MembershipScript.HISTORY, workerId);
        return lines == null
                ? List.of()
                : lines.lines().map(RedisMembership::historyEntry).toList();
    }

    @Override
    public long version() {
        String version = field(MembershipScript.META, "version");
        return version == null ? 0 : Long.parseLong(version);
    }

    private @Nullable String field(String key, String name) {
        HashOperations<String, String, String> hashes = redis.opsForHash();
        try {
            return hashes.get(key, name);
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
    }
}
