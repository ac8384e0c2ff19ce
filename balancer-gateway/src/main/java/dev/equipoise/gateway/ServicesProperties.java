package dev.equipoise.gateway;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is said of single services; they may be reloaded.
 *
 * @param services what differs from {@code equipoise.gateway.*}, by service type
 */
@ConfigurationProperties("equipoise")
public record ServicesProperties(@DefaultValue Map<String, Service> services) {

    /**
     * @param policy how its workers are chosen
     * @param hashOn what consistent hashing hashes
     * @param sticky what carries the sessions of its clients: {@code cookie:NAME} or {@code header:NAME}; none where missing
     * @param fallback the service that has its requests while it has no worker or its breaker is open
     * @param tryTimeout from the end of the request to the head of the answer, for each try
     * @param totalTimeout from the end of the request to the head of the answer, over all tries
     * @param idleTimeout between two parts of a body, whichever side owes one
     * @param retries how often a request that may be sent again is tried on another worker
     * @param retryShare of the requests of the last ten seconds that tries on other workers may be
     * @param retryPerSecond such tries that there may be as well
     * @param retryErrors whether answers of 500, 502, 503 and 504 to GET, HEAD and OPTIONS are a reason to try another worker
     * @param requestBuffer how much of a body of declared length is to be there before a worker is picked
     * @param workerLimit requests in flight to a worker: {@code off}, {@code slots} or a number
     * @param queueSize requests that wait while all workers are at their limit
     * @param queueTimeout how long one waits
     * @param hedgeAfter {@code off}, a time or a quantile such as {@code p95}: after it a GET, HEAD or OPTIONS goes to a second worker
     * @param hedgeShare of the requests of the last ten seconds that may do so
     * @param mostAtOnce requests of the service at the same time; 0 for any number
     * @param rateLimit requests of the service in a time
     * @param circuitBreaker refuses requests for a while after many have failed
     */
    public record Service(
            @Nullable String policy,
            @Nullable String hashOn,
            @Nullable String sticky,
            @Nullable String fallback,
            @Nullable Duration tryTimeout,
            @Nullable Duration totalTimeout,
            @Nullable Duration idleTimeout,
            @Nullable Integer retries,
            @Nullable Double retryShare,
            @Nullable Integer retryPerSecond,
            @Nullable Boolean retryErrors,
            @Nullable DataSize requestBuffer,
            @Nullable String workerLimit,
            @Nullable Integer queueSize,
            @Nullable Duration queueTimeout,
            @Nullable String hedgeAfter,
            @Nullable Double hedgeShare,
            @DefaultValue("0") int mostAtOnce,
            @Nullable RateLimit rateLimit,
            @Nullable CircuitBreaker circuitBreaker) {

        /** Of a service of which nothing is said. */
        public static final Service SILENT = new Service(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, 0,
                null, null);
    }

    /**
     * @param requests that may pass in each period; 0 for any number
     * @param per the period
     */
    public record RateLimit(
            @DefaultValue("0") int requests,
            @DefaultValue("1s") Duration per) {}

    /**
     * @param failureShare of the requests of a window that opens it when they fail; 0 for no breaker
     * @param window the last so many seconds
     * @param leastRequests in a window for its shares to count
     * @param open how long it refuses all before it lets some try
     * @param trials how many may try
     * @param slowAfter from here on an answer counts as slow; none does where missing
     * @param slowShare of the requests of a window that opens it when they are slow
     */
    public record CircuitBreaker(
            @DefaultValue("0") double failureShare,
            @DefaultValue("10s") Duration window,
            @DefaultValue("50") int leastRequests,
            @DefaultValue("10s") Duration open,
            @DefaultValue("10") int trials,
            @Nullable Duration slowAfter,
            @DefaultValue("0.8") double slowShare) {}
}
