package dev.equipoise.registry;

import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.http.SignedHttpConfiguration;
import dev.equipoise.http.limit.LimitTerms;
import dev.equipoise.http.operator.OperatorToken;
import dev.equipoise.http.trust.TrustProperties;
import dev.equipoise.redis.connection.PrimaryWatch;
import dev.equipoise.redis.connection.RedisClientConfiguration;
import dev.equipoise.redis.membership.MembershipLimits;
import dev.equipoise.redis.membership.RedisChangeLog;
import dev.equipoise.redis.membership.RedisMembership;
import dev.equipoise.redis.trust.RedisTrustStore;
import dev.equipoise.redis.trust.TrustLimits;
import dev.equipoise.registry.lease.CallRound;
import dev.equipoise.registry.lease.ExpirySweep;
import dev.equipoise.registry.lease.LeaseMetrics;
import dev.equipoise.registry.lease.WorkerCalls;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The one place where the registry meets the real clock and the real store. */
@Configuration(proxyBeanMethods = false)
@Import({RedisClientConfiguration.class, SignedHttpConfiguration.class})
class RegistryConfiguration {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);
    private static final int CALLS_PER_HEARTBEAT = 5;
    private static final int MAX_JOIN_TOKENS = 1000;
    private static final int MAX_REVOKED = 10_000;

    @Bean
    LimitTerms limitTerms(RegistryProperties properties) {
        return properties.limit();
    }

    @Bean
    OperatorToken operatorToken(RegistryProperties properties) {
        return OperatorToken.in("equipoise.registry.operator-token-file", properties.operatorTokenFile());
    }

    @Bean
    LeaseTerms leaseTerms(RegistryProperties properties) {
        return properties.sessionRotation() == null
                ? new LeaseTerms(properties.heartbeat(), properties.lease())
                : new LeaseTerms(properties.heartbeat(), properties.lease(), properties.sessionRotation());
    }

    @Bean
    RedisMembership membership(StringRedisTemplate redis, LeaseTerms terms, RegistryProperties properties) {
        return new RedisMembership(
                redis, terms, new MembershipLimits(properties.maxWorkers(), properties.maxChanges()));
    }

    @Bean
    RedisTrustStore trustStore(StringRedisTemplate redis, TrustProperties properties) {
        return new RedisTrustStore(redis, new TrustLimits(properties.maxEnrolled(), MAX_JOIN_TOKENS, MAX_REVOKED));
    }

    @Bean
    RedisChangeLog changeLog(RedisConnectionFactory connections) {
        return new RedisChangeLog(connections);
    }

    @Bean
    MessageVerifier messageVerifier() {
        return new MessageVerifier(InstantSource.system());
    }

    @Bean
    WorkerCalls workerCalls(RegistryProperties properties) {
        return new WorkerCalls(properties.callWorkers(), CALL_TIMEOUT);
    }

    @Bean
    ExpirySweep expirySweep(
            Leases leases, WorkerCalls calls, LeaseTerms terms, LeaseMetrics metrics, RegistryProperties properties) {
        CallRound round = new CallRound(
                callee -> calls.result(callee.claims(), callee.starting()),
                terms.heartbeat().dividedBy(CALLS_PER_HEARTBEAT),
                InstantSource.system());
        return new ExpirySweep(leases, round, metrics, properties.sweepInterval());
    }

    @Bean
    PrimaryWatch primaryWatch(LettuceConnectionFactory connections) {
        return new PrimaryWatch(connections);
    }
}
