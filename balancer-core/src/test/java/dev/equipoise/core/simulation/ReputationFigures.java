package dev.equipoise.core.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Prints what reputation saves the clients of a fleet in which two workers of ten fail now and then, as a table in Markdown.
 * Run by hand; the figures stand in docs/reputation.md.
 */
final class ReputationFigures {

    private static final List<String> POLICIES = List.of("adaptive", "least-connections", "consistent-hash");
    private static final Duration LENGTH = Duration.ofMinutes(40);
    private static final Duration SETTLED = Duration.ofMinutes(30);

    private ReputationFigures() {}

    public static void main(String[] args) {
        for (double failing : new double[] {0.05, 0.10}) {
            System.out.printf(
                    Locale.ROOT,
                    "%nTwo of ten fail %.0f %% of their requests; 1,000 requests/s, three gateways, seed 1%n%n",
                    100 * failing);
            System.out.println("| policy | retry | without | with, whole 40 min | with, last 10 min | facts |");
            System.out.println("|---|---|---:|---:|---:|---:|");
            for (String policy : POLICIES) {
                for (boolean retrying : new boolean[] {false, true}) {
                    row(policy, retrying, failing);
                }
            }
        }
    }

    private static void row(String policy, boolean retrying, double failing) {
        Scenario scenario = scenario(failing, 1_000, LENGTH);
        Report without = without(scenario, policy, retrying);
        SimulatedReputation reputation = new SimulatedReputation(retrying);
        Report with = with(scenario, policy, reputation);
        Report settled =
                with(scenario.with(Span.of(LENGTH).measuredFrom(SETTLED)), policy, new SimulatedReputation(retrying));
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %s | %.4f %% | %.4f %% | %.4f %% | %d |%n",
                policy,
                retrying ? "one" : "none",
                percent(without),
                percent(with),
                percent(settled),
                reputation.facts());
    }

    private static double percent(Report report) {
        return 100.0 * report.failures() / report.requests();
    }

    /** Ten workers of eight slots, exponential 20 ms, three gateways; {@code w-1} and {@code w-2} fail now and then. */
    static Scenario scenario(double failing, double requestsPerSecond, Duration length) {
        ServiceTime time = ServiceTime.exponential(Duration.ofMillis(20));
        Scenario scenario = Scenario.of(SimulatedWorker.fleet(10, 8, time), requestsPerSecond)
                .with(Gateways.ONE.times(3))
                .with(Span.of(length));
        for (String id : List.of("w-1", "w-2")) {
            scenario = scenario.withWorker(id, worker -> worker.behaving(healthy -> healthy.failing(failing)));
        }
        return scenario;
    }

    static Report without(Scenario scenario, String policy, boolean retrying) {
        return Simulation.of(scenario, policy, 1)
                .with(() -> new GatewayParts() {
                    @Override
                    public boolean retries() {
                        return retrying;
                    }
                })
                .run();
    }

    static Report with(Scenario scenario, String policy, SimulatedReputation reputation) {
        return Simulation.of(scenario, policy, 1).with(reputation::gateway).run();
    }
}
