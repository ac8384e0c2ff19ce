package dev.equipoise.gateway;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What Spring Cloud Gateway's {@code httpclient} settings do not say of exchanges with workers. All but the last hold for services that say nothing
 * else, and may be reloaded.
 *
 * @param totalTimeout from the end of the request to the head of the answer, over all tries
 * @param idleTimeout between two parts of a body, whichever side owes one
 * @param retryShare of the requests of the last ten seconds that tries on other workers may be, for each service
 * @param retryPerSecond such tries that there may be as well
 * @param retryErrors whether answers of 500, 502, 503 and 504 to GET, HEAD and OPTIONS are a reason to try another worker
 * @param requestBuffer how much of a body of declared length is to be there before a worker is picked; 0 for nothing
 * @param queueSize requests of a service that wait while all of its workers are at their limit; 0 for none
 * @param queueTimeout how long one waits
 * @param hedgeAfter {@code off}, a time or a quantile such as {@code p95}: after it a GET, HEAD or OPTIONS goes to a second worker
 * @param hedgeShare of the requests of the last ten seconds that may do so
 * @param tunnelIdleTimeout how long both sides of another protocol, such as WebSocket, may be silent
 */
@Validated
@ConfigurationProperties("equipoise.gateway.forwarder")
public record ForwarderProperties(
        @DefaultValue("2m") Duration totalTimeout,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("0.2") double retryShare,
        @DefaultValue("10") int retryPerSecond,
        @DefaultValue("true") boolean retryErrors,
        @DefaultValue("16KB") DataSize requestBuffer,
        @DefaultValue("0") int queueSize,
        @DefaultValue("1s") Duration queueTimeout,
        @DefaultValue("off") String hedgeAfter,
        @DefaultValue("0.05") double hedgeShare,
        @DefaultValue("1h") @DurationMin(millis = 1) Duration tunnelIdleTimeout) {}
