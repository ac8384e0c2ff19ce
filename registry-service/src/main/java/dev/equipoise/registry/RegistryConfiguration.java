package dev.equipoise.registry;

import dev.equipoise.core.registration.LeaseTerms;
import dev.equipoise.core.registration.Leases;
import dev.equipoise.core.registration.MessageVerifier;
import dev.equipoise.redis.connection.RedisClientConfiguration;
import dev.equipoise.redis.membership.MembershipLimits;
import dev.equipoise.redis.membership.RedisMembership;
import dev.equipoise.registry.lease.ExpirySweep;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The one place where the registry meets the real clock and the real store. */
@Configuration(proxyBeanMethods = false)
@Import(RedisClientConfiguration.class)
class RegistryConfiguration {

    @Bean
    LeaseTerms leaseTerms(RegistryProperties properties) {
        return new LeaseTerms(properties.heartbeat(), properties.lease());
    }

    @Bean
    RedisMembership membership(StringRedisTemplate redis, LeaseTerms terms, RegistryProperties properties) {
        return new RedisMembership(
                redis, terms, new MembershipLimits(properties.maxWorkers(), properties.maxChanges()));
    }

    @Bean
    MessageVerifier messageVerifier() {
        return new MessageVerifier(InstantSource.system());
    }

    @Bean
    ExpirySweep expirySweep(Leases leases, RegistryProperties properties) {
        return new ExpirySweep(leases, properties.sweepInterval());
    }
}
