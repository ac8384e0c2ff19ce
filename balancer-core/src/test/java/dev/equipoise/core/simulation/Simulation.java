package dev.equipoise.core.simulation;

import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A scenario, one of the {@link Contenders} that places its requests, and a seed: with these the report is always the
 * same, and of the same seed the requests are the same whoever places them. Immutable.
 *
 * @param parts what each gateway is made of; called once for each of them
 * @param progress hears every now and then how many requests have arrived
 */
public record Simulation(
        Scenario scenario, String contender, long seed, Supplier<GatewayParts> parts, LongConsumer progress) {

    /** @throws IllegalArgumentException if there is no such contender; the message lists those there are */
    public Simulation {
        if (!Contenders.names().contains(contender)) {
            throw new IllegalArgumentException("there is no policy \"" + contender + "\" to simulate; there are "
                    + String.join(", ", Contenders.names()));
        }
    }

    /** With gateways as they come out of the box. */
    public static Simulation of(Scenario scenario, String contender, long seed) {
        return new Simulation(scenario, contender, seed, () -> new GatewayParts() {}, arrived -> {});
    }

    public Simulation with(Supplier<GatewayParts> parts) {
        return new Simulation(scenario, contender, seed, parts, progress);
    }

    public Simulation watchedBy(LongConsumer progress) {
        return new Simulation(scenario, contender, seed, parts, progress);
    }

    /** Runs until every request has ended. Takes about a microsecond per request if the policy takes none. */
    public Report run() {
        return new Run(this).toTheEnd();
    }
}
