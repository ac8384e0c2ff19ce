package dev.equipoise.registry.lease;

import dev.equipoise.core.registration.Leases.Sweep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** What sweeps find, as metrics. */
@Component
public final class LeaseMetrics {

    private final Counter expired;
    private volatile Sweep last = new Sweep(List.of(), 0, false);

    public LeaseMetrics(MeterRegistry meters) {
        this.expired = Counter.builder("equipoise.registry.expired")
                .description("Workers this replica took out because their lease had ended")
                .register(meters);
        Gauge.builder("equipoise.registry.overdue", this, metrics -> metrics.last.overdue())
                .description("Workers whose lease has ended and who are still in")
                .register(meters);
        Gauge.builder("equipoise.registry.preserving", this, metrics -> metrics.last.preserving() ? 1 : 0)
                .description("1 while so many leases have ended that silence expires nobody")
                .register(meters);
    }

    void swept(Sweep sweep) {
        expired.increment(sweep.out().size());
        last = sweep;
    }
}
