package dev.equipoise.redis.reputation;

import dev.equipoise.core.reputation.Ownership;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The ownership of the log in Redis. A fail-over may take it back within its term, so that two replicas hold it for the rest
 * of that: the chain of the log keeps whole, for each of them appends behind the other.
 */
public final class RedisOwnership implements Ownership {

    private static final ReputationScript HOLD = new ReputationScript("hold");
    private static final ReputationScript RELEASE = new ReputationScript("release");

    private final StringRedisTemplate redis;

    public RedisOwnership(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public boolean hold(String replica, Duration term) {
        return HOLD.run(redis, List.of(replica, String.valueOf(term.toMillis())))
                .get(0)
                .equals("1");
    }

    @Override
    public void release(String replica) {
        RELEASE.run(redis, List.of(replica));
    }
}
