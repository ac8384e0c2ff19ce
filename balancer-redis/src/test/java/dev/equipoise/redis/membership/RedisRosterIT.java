package dev.equipoise.redis.membership;

import dev.equipoise.core.registration.Roster;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The contract with the roster as those read it who may only read. */
class RedisRosterIT extends RedisMembershipIT {

    private Access opened;

    @Override
    protected Access open() {
        opened = super.open();
        return opened;
    }

    @Override
    protected Roster roster(RedisMembership membership) {
        return new RedisRoster(new StringRedisTemplate(opened.gateway()));
    }
}
