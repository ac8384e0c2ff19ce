package dev.equipoise.gateway.guards;

import dev.equipoise.core.guard.Guards;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the guards of a service do, as metrics. Services and guards are configured, so labels are bounded. */
public final class GuardMetrics {

    private static final String SERVICE = "service";
    private static final String GUARD = "guard";

    private final MeterRegistry meters;

    public GuardMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * May be called again, once other guards act.
     *
     * @param guards held on to by the service for as long as the gateway runs
     */
    public void show(String service, ServiceGuards guards) {
        Gauge.builder("equipoise.guard.panicking", guards, g -> g.panicking() ? 1 : 0)
                .description("1 while so many workers stand out that none is taken out")
                .tag(SERVICE, service)
                .register(meters);
        for (Guards.State state : guards.states()) {
            String guard = state.guard();
            Gauge.builder("equipoise.guard.affected", guards, g -> now(g, guard).affected())
                    .description("Workers a guard acts on")
                    .tag(SERVICE, service)
                    .tag(GUARD, guard)
                    .register(meters);
            Gauge.builder(
                            "equipoise.guard.stands.aside",
                            guards,
                            g -> now(g, guard).standsAside() ? 1 : 0)
                    .description("1 while a guard would act on so many workers that it acts on none")
                    .tag(SERVICE, service)
                    .tag(GUARD, guard)
                    .register(meters);
            FunctionCounter.builder(
                            "equipoise.guard.refusals",
                            guards,
                            g -> now(g, guard).refusals())
                    .description("Picks a guard did not admit")
                    .tag(SERVICE, service)
                    .tag(GUARD, guard)
                    .register(meters);
        }
    }

    /** Guards come and go as settings change. */
    private static Guards.State now(ServiceGuards guards, String name) {
        return guards.states().stream()
                .filter(state -> state.guard().equals(name))
                .findFirst()
                .orElseGet(() -> new Guards.State(name, 0, 0, false));
    }
}
