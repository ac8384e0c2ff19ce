package dev.equipoise.core.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Prints what every policy and both oracles make of the scenario of the design ({@link Scenario#slowWorker}), as a table
 * in Markdown. Run by hand.
 */
final class SlowWorkerFigures {

    private static final long REQUESTS = 1_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEAN = Duration.ofMillis(20);

    private SlowWorkerFigures() {}

    public static void main(String[] args) {
        for (ServiceTime time :
                List.of(ServiceTime.exponential(MEAN), ServiceTime.lognormal(MEAN, 1), ServiceTime.constant(MEAN))) {
            for (double load : new double[] {0.5, 0.75}) {
                for (int gateways : new int[] {1, 3}) {
                    table(time, load, gateways);
                }
            }
        }
    }

    private static void table(ServiceTime time, double load, int gateways) {
        System.out.printf(
                Locale.ROOT,
                "%n%s, load %.0f %%, %d gateway%s%n%n",
                time.distribution().name().toLowerCase(Locale.ROOT),
                load * 100,
                gateways,
                gateways == 1 ? "" : "s");
        System.out.println("| policy | slots | failed | mean | p50 | p99 | p99.9 | max | slow worker |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String contender : Contenders.names()) {
            boolean oracle = contender.startsWith("oracle");
            for (boolean declared : oracle ? new boolean[] {true} : new boolean[] {true, false}) {
                Scenario scenario = Scenario.slowWorker(load, time)
                        .with(Gateways.ONE.times(gateways))
                        .with(Span.ofRequests(REQUESTS).measuredFrom(WARM_UP));
                Report report = Simulation.of(declared ? scenario.declaringSlots() : scenario, contender, 1)
                        .run();
                row(report, oracle ? "known" : declared ? "declared" : "-");
            }
        }
    }

    private static void row(Report report, String slots) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f %% | %.1f | %.1f | %.0f | %.0f | %.0f | %.3f %% |%n",
                report.contender(),
                slots,
                100.0 * report.failures() / report.requests(),
                report.latency().meanMillis(),
                report.latency().percentileMillis(0.5),
                report.latency().percentileMillis(0.99),
                report.latency().percentileMillis(0.999),
                report.latency().maxMillis(),
                100 * report.share("w-1"));
    }
}
