package dev.equipoise.redis.trust;

import dev.equipoise.core.membership.StoreUnavailableException;
import dev.equipoise.core.registration.Nonces;
import dev.equipoise.core.registration.Proof;
import dev.equipoise.core.registration.Refusal;
import dev.equipoise.core.registration.RefusedException;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/** Nonces in Redis, of what the reputation service accepts; those of the registry are its own. */
public final class RedisNonces implements Nonces {

    private static final String BORN = "eq:{fleet}:rep:born";
    private static final String NONCE = "eq:{fleet}:rep:nonce:";

    /** Created (s), memory (ms). What was signed in the second of the store's birth may have been accepted before it. */
    private static final RedisScript<String> CONSUME = new DefaultRedisScript<>("""
            local clock = redis.call('TIME')
            redis.call('SET', KEYS[1], string.format('%.0f', clock[1] + 1), 'NX')
            if tonumber(ARGV[1]) < tonumber(redis.call('GET', KEYS[1])) then return 'OLDER_THAN_STORE' end
            if redis.call('SET', KEYS[2], '', 'NX', 'PX', ARGV[2]) then return 'OK' end
            return 'REPLAYED'
            """, String.class);

    private final StringRedisTemplate redis;

    public RedisNonces(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public void consume(Proof proof) {
        String answer;
        try {
            answer = Objects.requireNonNull(redis.execute(
                    CONSUME,
                    List.of(BORN, NONCE + proof.keyId() + ':' + proof.nonce()),
                    String.valueOf(proof.created().getEpochSecond()),
                    String.valueOf(Proof.NONCE_MEMORY.toMillis())));
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("Redis did not answer", e);
        }
        switch (answer) {
            case "OK" -> {}
            case "REPLAYED" ->
                throw new RefusedException(
                        Refusal.REPLAYED, "This very message was accepted before; sign every request anew.");
            default ->
                throw new RefusedException(
                        Refusal.OLDER_THAN_STORE,
                        "The message was signed before the store began; sign it again (are the clocks in step?).");
        }
    }
}
