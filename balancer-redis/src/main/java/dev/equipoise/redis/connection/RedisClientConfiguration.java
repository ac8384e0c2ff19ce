package dev.equipoise.redis.connection;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the loss of Redis short and visible: commands fail at once while it is away instead of queueing up behind it, and
 * its return is noticed within half a second instead of Lettuce's 30 s.
 */
@Configuration(proxyBeanMethods = false)
public class RedisClientConfiguration {

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);

    @Bean
    ClientResourcesBuilderCustomizer quickReconnect() {
        return resources -> resources.reconnectDelay(Delay.constant(RECONNECT_DELAY));
    }

    @Bean
    LettuceClientOptionsBuilderCustomizer rejectWhileDisconnected() {
        return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
    }
}
