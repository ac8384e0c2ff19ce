package dev.equipoise.gateway.forward;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resilience4j's circuit breaker, bulkhead and rate limiter in front of one service. Nothing waits in them: whoever may not pass is told so at
 * once. Any thread.
 */
public final class Gates {

    private static final float PERCENT = 100;
    private static final RuntimeException FAILED = new Failed();

    private final GateSettings settings;
    private final LongSupplier nanoTime;
    private final @Nullable CircuitBreaker breaker;
    private final @Nullable Bulkhead bulkhead;
    private final @Nullable RateLimiter limiter;
    private volatile long openedAt;

    /** What the breaker is told; nobody sees it. */
    private static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failed() {
            super("no answer, or one that tells of a failure", null, false, false);
        }
    }

    /** How a request that was let pass ended. */
    enum End {
        SUCCEEDED,
        FAILED,
        /** For reasons that say nothing of the service. */
        IGNORED
    }

    Gates(String service, GateSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.breaker = settings.breaker() == null ? null : breaker(service, settings.breaker());
        this.bulkhead = settings.mostAtOnce() == 0 ? null : bulkhead(service, settings.mostAtOnce());
        this.limiter = settings.rate() == null ? null : limiter(service, settings.rate());
    }

    private CircuitBreaker breaker(String service, GateSettings.Breaker terms) {
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
                .failureRateThreshold((float) terms.failureShare() * PERCENT)
                .slidingWindow(
                        Math.max(1, Math.toIntExact(terms.window().toSeconds())),
                        terms.leastRequests(),
                        SlidingWindowType.TIME_BASED,
                        SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .waitDurationInOpenState(terms.open())
                .permittedNumberOfCallsInHalfOpenState(terms.trials())
                .writableStackTraceEnabled(false);
        if (terms.slowAfter() != null) {
            config.slowCallDurationThreshold(terms.slowAfter())
                    .slowCallRateThreshold((float) terms.slowShare() * PERCENT);
        }
        CircuitBreaker made = CircuitBreaker.of(service, config.build());
        made.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                openedAt = nanoTime.getAsLong();
            }
        });
        return made;
    }

    private static Bulkhead bulkhead(String service, int most) {
        return Bulkhead.of(
                service,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(most)
                        .maxWaitDuration(Duration.ZERO)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    private static RateLimiter limiter(String service, GateSettings.Rate rate) {
        return RateLimiter.of(
                service,
                RateLimiterConfig.custom()
                        .limitForPeriod(rate.requests())
                        .limitRefreshPeriod(rate.period())
                        .timeoutDuration(Duration.ZERO)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Lets a request pass, which is then to {@link #leave}; or says why it may not, and then it has not passed. */
    @Nullable
    Unanswered enter() {
        if (bulkhead != null && !bulkhead.tryAcquirePermission()) {
            return Unanswered.TOO_MANY_AT_ONCE;
        }
        if (limiter != null && limiter.reservePermission() < 0) {
            giveBack();
            return Unanswered.RATE_LIMITED;
        }
        if (breaker != null && !breaker.tryAcquirePermission()) {
            giveBack();
            return Unanswered.BREAKER_OPEN;
        }
        return null;
    }

    private void giveBack() {
        if (bulkhead != null) {
            bulkhead.releasePermission();
        }
    }

    /** @param nanos until the head of the answer, or until it failed */
    void leave(End end, long nanos) {
        if (bulkhead != null) {
            bulkhead.onComplete();
        }
        if (breaker != null) {
            switch (end) {
                case SUCCEEDED -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
                case FAILED -> breaker.onError(nanos, TimeUnit.NANOSECONDS, FAILED);
                case IGNORED -> breaker.releasePermission();
            }
        }
    }

    /** When asking again makes sense, in seconds; at least 1. */
    long retryAfterSeconds(Unanswered why) {
        GateSettings.Breaker terms = settings.breaker();
        GateSettings.Rate rate = settings.rate();
        if (why == Unanswered.BREAKER_OPEN && terms != null) {
            long left = terms.open().toNanos() - (nanoTime.getAsLong() - openedAt);
            return seconds(left);
        }
        return why == Unanswered.RATE_LIMITED && rate != null
                ? seconds(rate.period().toNanos())
                : 1;
    }

    private static long seconds(long nanos) {
        return Math.max(1, (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1));
    }

    GateSettings settings() {
        return settings;
    }

    // For who shows them.

    public @Nullable CircuitBreaker breaker() {
        return breaker;
    }

    public @Nullable Bulkhead bulkhead() {
        return bulkhead;
    }

    public @Nullable RateLimiter limiter() {
        return limiter;
    }
}
