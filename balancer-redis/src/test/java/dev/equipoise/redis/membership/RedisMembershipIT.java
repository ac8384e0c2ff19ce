package dev.equipoise.redis.membership;

import dev.equipoise.core.registration.MembershipContractTest;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.redis.RedisForTests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/** The contract over one Redis; subclasses put other kinds of Redis in its place. */
@TestInstance(Lifecycle.PER_CLASS)
class RedisMembershipIT extends MembershipContractTest {

    /** Moves every moment in the store into the past. */
    private static final RedisScript<String> SHIFT = new DefaultRedisScript<>("""
            local by = tonumber(ARGV[1])
            local function earlier(digits) return string.format('%.0f', tonumber(digits) - by) end
            local function key(name) return 'eq:{fleet}:' .. name end
            for _, name in ipairs({'leases', 'absences'}) do
              for _, id in ipairs(redis.call('ZRANGE', key(name), 0, -1)) do redis.call('ZINCRBY', key(name), -by, id) end
            end
            local function hash(name, shift)
              local all = redis.call('HGETALL', key(name))
              for i = 1, #all, 2 do redis.call('HSET', key(name), all[i], shift(all[i + 1])) end
            end
            local function member(record)
              local a, since, present, b = string.match(record, '^(%S+ %S+ %S+) (%S+) (%S+) (.*)$')
              return a .. ' ' .. earlier(since) .. ' ' .. earlier(present) .. ' ' .. b
            end
            hash('workers', member)
            hash('absent', member)
            hash('loads', function(text) return (string.gsub(text, '^%d+', earlier)) end)
            hash('contests', function(text)
              local first, last, by = string.match(text, '^(%d+) (%d+) (.*)$')
              return earlier(first) .. ' ' .. earlier(last) .. ' ' .. by
            end)
            hash('sessions', function(text)
              local a, opened, b = string.match(text, '^(%S+ %S+) (%d+) (.*)$')
              return a .. ' ' .. earlier(opened) .. ' ' .. b
            end)
            for _, field in ipairs({'swept', 'window'}) do
              local value = redis.call('HGET', key('meta'), field)
              if value then redis.call('HSET', key('meta'), field, earlier(value)) end
            end
            return 'OK'
            """, String.class);

    /** How each part of the suite, and the test itself, reaches the store; and what ends all of it. */
    protected record Access(
            RedisConnectionFactory registry,
            RedisConnectionFactory gateway,
            RedisConnectionFactory operator,
            Runnable end) {}

    private Access access;
    private StringRedisTemplate redis;
    private RedisChangeLog log;

    protected Access open() {
        RedisForTests server = new RedisForTests();
        return new Access(server.connections(), server.connections(), server.connections(), server::close);
    }

    @BeforeAll
    void start() {
        access = open();
        redis = new StringRedisTemplate(access.operator());
    }

    @AfterAll
    void stop() {
        access.end().run();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Override
    protected Stores emptyStore() {
        lose();
        RedisMembership membership = new RedisMembership(
                new StringRedisTemplate(access.registry()), TERMS, new MembershipLimits(MAX_WORKERS, 1000));
        log = new RedisChangeLog(access.gateway());
        return new Stores(membership, membership, roster(membership), log);
    }

    /** The roster as the registry reads it. */
    protected Roster roster(RedisMembership membership) {
        return membership;
    }

    /** Redis' clock cannot be moved; what it wrote down can. */
    @Override
    protected void pass(Duration time) {
        redis.execute(SHIFT, List.of("eq:{fleet}:meta"), String.valueOf(time.toMillis()));
    }

    @Override
    protected void lose() {
        redis.execute(
                connection -> {
                    connection.serverCommands().flushAll();
                    return null;
                },
                true);
    }

    @Override
    protected Instant now() {
        return Instant.ofEpochMilli(Objects.requireNonNull(redis.execute(
                (RedisConnection connection) -> connection.serverCommands().time())));
    }
}
