package dev.equipoise.redis.connection;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the loss of Redis short and visible: commands fail at once while it is away instead of queueing up behind it, and
 * its return is noticed within half a second instead of Lettuce's 30 s. Every attempt to reconnect asks the sentinels, if
 * there are any, who is primary now; a Cluster is asked for its shape again as long as one of its nodes is away. All
 * reads go to the primary: a replica may be behind.
 */
@Configuration(proxyBeanMethods = false)
public class RedisClientConfiguration {

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);

    /** For what no broken connection tells: a primary that hangs, a node that was added. */
    private static final Duration CLUSTER_REFRESH = Duration.ofSeconds(5);

    @Bean
    ClientResourcesBuilderCustomizer quickReconnect() {
        return resources -> resources.reconnectDelay(Delay.constant(RECONNECT_DELAY));
    }

    @Bean
    LettuceClientOptionsBuilderCustomizer rejectWhileDisconnected() {
        return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
    }

    /** Where {@code spring.data.redis.lettuce.cluster.refresh.*} says something else, that holds. */
    @Bean
    LettuceClientOptionsBuilderCustomizer followTheCluster() {
        return options -> {
            if (options instanceof ClusterClientOptions.Builder cluster) {
                cluster.topologyRefreshOptions(refresh(cluster.build().getTopologyRefreshOptions()));
            }
        };
    }

    private static ClusterTopologyRefreshOptions refresh(ClusterTopologyRefreshOptions configured) {
        return ClusterTopologyRefreshOptions.builder()
                .dynamicRefreshSources(configured.useDynamicRefreshSources())
                .enablePeriodicRefresh(
                        configured.isPeriodicRefreshEnabled() ? configured.getRefreshPeriod() : CLUSTER_REFRESH)
                .enableAllAdaptiveRefreshTriggers()
                // Lettuce's 30 s would mute every trigger after the first, which comes before a replica took over.
                .adaptiveRefreshTriggersTimeout(RECONNECT_DELAY)
                .refreshTriggersReconnectAttempts(1)
                .build();
    }
}
