package dev.equipoise.registry.events;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param maxSubscribers streams open at the same time in this replica; each holds a connection and a thread
 * @param buffer events a subscriber may be behind before it is dropped
 * @param history past events kept, from which a client that reconnects goes on
 * @param keepAlive a silent stream gets a comment this often, so that nothing between us takes it for dead
 */
@Validated
@ConfigurationProperties("equipoise.registry.events")
record EventsProperties(
        @DefaultValue("100") @Min(0) @Max(10_000) int maxSubscribers,
        @DefaultValue("1000") @Min(1) @Max(100_000) int buffer,
        @DefaultValue("1000") @Min(1) @Max(100_000) int history,
        @DefaultValue("15s") @NotNull Duration keepAlive) {

    EventsProperties {
        if (keepAlive.isNegative() || keepAlive.isZero()) {
            throw new IllegalArgumentException(
                    "equipoise.registry.events.keep-alive must be a positive duration: " + keepAlive);
        }
    }
}
