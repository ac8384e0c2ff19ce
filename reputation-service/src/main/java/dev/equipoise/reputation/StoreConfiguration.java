package dev.equipoise.reputation;

import dev.equipoise.core.membership.ChangeLog;
import dev.equipoise.core.registration.Nonces;
import dev.equipoise.core.registration.Roster;
import dev.equipoise.core.registration.TrustStore;
import dev.equipoise.core.reputation.FactLog;
import dev.equipoise.core.reputation.Ownership;
import dev.equipoise.core.reputation.ReportInbox;
import dev.equipoise.core.reputation.Standings;
import dev.equipoise.redis.connection.PrimaryWatch;
import dev.equipoise.redis.connection.RedisClientConfiguration;
import dev.equipoise.redis.membership.RedisChangeLog;
import dev.equipoise.redis.membership.RedisRoster;
import dev.equipoise.redis.reputation.RedisFactLog;
import dev.equipoise.redis.reputation.RedisOwnership;
import dev.equipoise.redis.reputation.RedisReportInbox;
import dev.equipoise.redis.reputation.RedisStandings;
import dev.equipoise.redis.reputation.ReputationLimits;
import dev.equipoise.redis.trust.RedisNonces;
import dev.equipoise.redis.trust.RedisTrustReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The one place where the service meets the real store. */
@Configuration(proxyBeanMethods = false)
@Import(RedisClientConfiguration.class)
class StoreConfiguration {

    @Bean
    ReputationLimits reputationLimits() {
        return ReputationLimits.DEFAULT;
    }

    @Bean
    FactLog factLog(StringRedisTemplate redis, ReputationLimits limits) {
        return new RedisFactLog(redis, limits);
    }

    @Bean
    Standings standings(RedisConnectionFactory connections, ReputationLimits limits) {
        return new RedisStandings(connections, limits);
    }

    @Bean
    ReportInbox reportInbox(RedisConnectionFactory connections, ReputationLimits limits) {
        return new RedisReportInbox(connections, limits);
    }

    @Bean
    Ownership ownership(StringRedisTemplate redis) {
        return new RedisOwnership(redis);
    }

    @Bean
    Nonces nonces(StringRedisTemplate redis) {
        return new RedisNonces(redis);
    }

    @Bean
    Roster roster(StringRedisTemplate redis) {
        return new RedisRoster(redis);
    }

    @Bean
    ChangeLog changeLog(RedisConnectionFactory connections) {
        return new RedisChangeLog(connections);
    }

    @Bean
    TrustStore trustStore(StringRedisTemplate redis) {
        return new RedisTrustReader(redis);
    }

    @Bean
    PrimaryWatch primaryWatch(LettuceConnectionFactory connections) {
        return new PrimaryWatch(connections);
    }
}
