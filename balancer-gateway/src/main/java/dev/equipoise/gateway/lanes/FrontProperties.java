package dev.equipoise.gateway.lanes;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What clients may take of the gateway. Lengths of lines and heads are the server's: {@code server.netty.max-initial-line-length} and
 * {@code server.max-http-request-header-size}.
 *
 * @param headTimeout from the first byte of a head to its last, and from a connection's beginning to its first byte
 * @param maxConnections of clients at a time; more are closed at once
 * @param maxHeaders how many fields a head may have beside {@code Host}
 * @param maxBody how long a request's body may be; 0 for any length
 * @param leastBodyRate what has to come of a request's body in each second that the gateway waits for it, on average; 0 for any rate
 * @param bodyGrace how long the gateway waits for a body before it asks for that rate
 */
@Validated
@ConfigurationProperties("equipoise.gateway.front")
public record FrontProperties(
        @DefaultValue("10s") @DurationMin(millis = 1) Duration headTimeout,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxConnections,
        @DefaultValue("100") @Min(1) @Max(10_000) int maxHeaders,
        @DefaultValue("0") DataSize maxBody,
        @DefaultValue("240B") DataSize leastBodyRate,
        @DefaultValue("20s") @DurationMin(seconds = 1) Duration bodyGrace) {

    BodyWatch.Rate leastRate() {
        return new BodyWatch.Rate(leastBodyRate.toBytes(), bodyGrace.toNanos());
    }
}
