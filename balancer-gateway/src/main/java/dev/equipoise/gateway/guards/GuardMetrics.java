package dev.equipoise.gateway.guards;

import dev.equipoise.core.guard.Guards;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What the guards of a service do, as metrics. Services and guards are configured, so labels are bounded. */
public final class GuardMetrics {

    private static final String SERVICE = "service";
    private static final String GUARD = "guard";

    private final MeterRegistry meters;

    public GuardMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param guards held on to by the service for as long as the gateway runs */
    public void show(String service, ServiceGuards guards) {
        Gauge.builder("equipoise.guard.panicking", guards, g -> g.panicking() ? 1 : 0)
                .description("1 while so many workers stand out that none is taken out")
                .tag(SERVICE, service)
                .register(meters);
        List<Guards.State> states = guards.states();
        for (int i = 0; i < states.size(); i++) {
            int index = i;
            String guard = states.get(i).guard();
            Gauge.builder(
                            "equipoise.guard.affected",
                            guards,
                            g -> g.states().get(index).affected())
                    .description("Workers a guard acts on")
                    .tag(SERVICE, service)
                    .tag(GUARD, guard)
                    .register(meters);
            Gauge.builder(
                            "equipoise.guard.stands.aside",
                            guards,
                            g -> g.states().get(index).standsAside() ? 1 : 0)
                    .description("1 while a guard would act on so many workers that it acts on none")
                    .tag(SERVICE, service)
                    .tag(GUARD, guard)
                    .register(meters);
            FunctionCounter.builder(
                            "equipoise.guard.refusals",
                            guards,
                            g -> g.states().get(index).refusals())
                    .description("Picks a guard did not admit")
                    .tag(SERVICE, service)
                    .tag(GUARD, guard)
                    .register(meters);
        }
    }
}
