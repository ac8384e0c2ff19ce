package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Contenders;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.core.simulation.Span;
import java.time.Duration;
import java.util.List;

/**
 * What is to be simulated with whom.
 *
 * @param contenders the policies and oracles, in the order in which they are shown
 */
record Plan(String name, Scenario scenario, List<String> contenders, long seed) {

    /** The scenario of the design at 75 % load, for everyone. The same as {@code docs/scenarios/slow-worker.yaml}. */
    static final Plan BUILT_IN = new Plan(
            "One slow worker of ten",
            Scenario.slowWorker(0.75)
                    .declaringSlots()
                    .with(Span.ofRequests(200_000).measuredFrom(Duration.ofSeconds(10))),
            Contenders.names(),
            1);

    Plan {
        contenders = List.copyOf(contenders);
    }

    Plan with(List<String> contenders) {
        return new Plan(name, scenario, contenders, seed);
    }

    Plan with(long seed) {
        return new Plan(name, scenario, contenders, seed);
    }

    Plan withRequests(long requests) {
        Span span = scenario.span();
        return new Plan(name, scenario.with(new Span(span.warmUp(), span.length(), requests)), contenders, seed);
    }
}
