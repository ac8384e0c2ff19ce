package dev.equipoise.gateway.operator;

import dev.equipoise.gateway.GatewayProperties;
import dev.equipoise.gateway.balancing.ExplainedPicks;
import dev.equipoise.gateway.balancing.ServiceBalancers;
import dev.equipoise.gateway.reputation.FollowedStandings;
import dev.equipoise.gateway.reputation.ReputationProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The operators' endpoint and its lock. The management context takes both from here. */
@Configuration(proxyBeanMethods = false)
class OperatorConfiguration {

    @Bean
    BalancingEndpoint balancingEndpoint(
            ServiceBalancers balancers,
            ExplainedPicks explained,
            ReputationProperties reputation,
            FollowedStandings standings) {
        return new BalancingEndpoint(balancers, explained, reputation, standings);
    }

    @Bean
    OperatorFilter operatorFilter(
            GatewayProperties properties,
            ManagementProperties management,
            Environment environment,
            PathMappedEndpoints endpoints) {
        return new OperatorFilter(
                OperatorToken.in(properties.operatorTokenFile()),
                ManagementPortType.get(environment),
                endpoints,
                management.open());
    }
}
