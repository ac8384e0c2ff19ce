package dev.equipoise.gateway.lanes;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What Spring Cloud Gateway's {@code httpclient} settings do not say of exchanges with workers.
 *
 * @param totalTimeout from the end of the request to the head of the answer, over all tries
 * @param idleTimeout between two parts of a body, whichever side owes one
 * @param tunnelIdleTimeout how long both sides of another protocol, such as WebSocket, may be silent
 */
@Validated
@ConfigurationProperties("equipoise.gateway.forwarder")
public record ForwarderProperties(
        @DefaultValue("2m") @DurationMin(millis = 1) Duration totalTimeout,
        @DefaultValue("5m") @DurationMin(millis = 1) Duration idleTimeout,
        @DefaultValue("1h") @DurationMin(millis = 1) Duration tunnelIdleTimeout) {}
