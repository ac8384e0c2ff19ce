package dev.equipoise.gateway.services;

import dev.equipoise.gateway.forward.Gates;
import dev.equipoise.gateway.forward.ServiceObserver;
import dev.equipoise.gateway.forward.Unanswered;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetricsPublisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the requests of each service beyond their tries. Labels are services and reasons, so their number is bounded. */
final class ServiceMeters implements ServiceObserver.OfEach {

    private static final String SERVICE = "service";

    private final MeterRegistry meters;
    private final TaggedCircuitBreakerMetricsPublisher breakers;
    private final TaggedBulkheadMetricsPublisher bulkheads;
    private final TaggedRateLimiterMetricsPublisher limiters;

    ServiceMeters(MeterRegistry meters) {
        this.meters = meters;
        this.breakers = new TaggedCircuitBreakerMetricsPublisher(meters);
        this.bulkheads = new TaggedBulkheadMetricsPublisher(meters);
        this.limiters = new TaggedRateLimiterMetricsPublisher(meters);
    }

    @Override
    public ServiceObserver of(String service, IntSupplier waiting) {
        Gauge.builder("equipoise.gateway.queue.depth", waiting, IntSupplier::getAsInt)
                .description("Requests that wait for a worker to have room")
                .tag(SERVICE, service)
                .strongReference(true)
                .register(meters);
        return new OfOne(service);
    }

    private final class OfOne implements ServiceObserver {

        private final String service;
        private final Counter hedges;
        private final Counter won;
        private final Counter fallbacks;
        private @Nullable Gates shown;

        OfOne(String service) {
            this.service = service;
            this.hedges = counter("equipoise.gateway.hedges", "Requests that a second worker had, too");
            this.won = counter("equipoise.gateway.hedges.won", "Requests that the second worker answered first");
            this.fallbacks = counter("equipoise.gateway.fallbacks", "Requests that went to the fallback");
        }

        private Counter counter(String name, String description) {
            return Counter.builder(name)
                    .description(description)
                    .tag(SERVICE, service)
                    .register(meters);
        }

        @Override
        public void hedged() {
            hedges.increment();
        }

        @Override
        public void hedgeWon() {
            won.increment();
        }

        @Override
        public void fellBack() {
            fallbacks.increment();
        }

        @Override
        public void refused(Unanswered why) {
            meters.counter(
                            "equipoise.gateway.unanswered",
                            SERVICE,
                            service,
                            "why",
                            why.name().toLowerCase(Locale.ROOT))
                    .increment();
        }

        @Override
        public synchronized void gates(Gates now) {
            Gates before = shown;
            shown = now;
            if (before != null) {
                forget(before);
            }
            if (now.breaker() != null) {
                breakers.publishMetrics(now.breaker());
            }
            if (now.bulkhead() != null) {
                bulkheads.publishMetrics(now.bulkhead());
            }
            if (now.limiter() != null) {
                limiters.publishMetrics(now.limiter());
            }
        }

        private void forget(Gates before) {
            if (before.breaker() != null) {
                breakers.removeMetrics(before.breaker());
            }
            if (before.bulkhead() != null) {
                bulkheads.removeMetrics(before.bulkhead());
            }
            if (before.limiter() != null) {
                limiters.removeMetrics(before.limiter());
            }
        }
    }
}
