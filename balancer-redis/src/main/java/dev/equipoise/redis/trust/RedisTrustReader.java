package dev.equipoise.redis.trust;

import dev.equipoise.core.registration.JoinToken;
import dev.equipoise.core.registration.PublicKeyRecord;
import dev.equipoise.core.registration.TrustStore;
import dev.equipoise.redis.connection.ReadOnlyScript;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The trust store for those who may only read, and see no join token. Any thread. */
public final class RedisTrustReader implements TrustStore {

    /** As the script {@code changed}. */
    private static final ReadOnlyScript CHANGED =
            new ReadOnlyScript("""
            local TRUSTED, REVOKED, META = unpack(KEYS)
            local version = redis.call('HGET', META, 'version') or '0'
            if version == ARGV[1] then return {} end
            local answer = {version, string.format('%.0f', redis.call('HLEN', TRUSTED))}
            for _, part in ipairs(redis.call('HGETALL', TRUSTED)) do table.insert(answer, part) end
            local revoked = redis.call('HGETALL', REVOKED)
            for i = 1, #revoked, 2 do table.insert(answer, revoked[i]) end
            return answer
            """, List.of(TrustScript.KEYS, "eq:{fleet}:trust:revoked", "eq:{fleet}:trust:meta"));

    private final StringRedisTemplate redis;

    public RedisTrustReader(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public @Nullable Snapshot changedSince(String version) {
        return RedisTrustStore.snapshot(CHANGED.run(redis, version));
    }

    /** Nothing: registries give the store back what it lost. */
    @Override
    public void merge(Collection<PublicKeyRecord> keys, Collection<String> revoked) {
        // See above.
    }

    @Override
    public void issue(JoinToken token) {
        throw new UnsupportedOperationException("only registries issue join tokens");
    }

    @Override
    public PublicKeyRecord enrol(String tokenHash, String keyId, String publicKey) {
        throw new UnsupportedOperationException("only registries enrol keys");
    }
}
