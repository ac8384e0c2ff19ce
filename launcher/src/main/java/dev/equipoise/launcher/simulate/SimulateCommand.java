package dev.equipoise.launcher.simulate;

import dev.equipoise.core.simulation.Change;
import dev.equipoise.core.simulation.Report;
import dev.equipoise.core.simulation.Scenario;
import dev.equipoise.core.simulation.Simulation;
import dev.equipoise.launcher.state.StateOptions;
import dev.equipoise.launcher.terminal.LauncherException;
import dev.equipoise.launcher.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code simulate}: every policy in the same scenario, in virtual time. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Simulates a fleet and shows what each policy makes of it, beside two oracles that know everything.",
            "The same seed gives the same figures. docs/simulation.md has the format of scenarios and how to read the table."
        },
        footer = {"", "Example: ./equipoise simulate docs/scenarios/black-hole.yaml --policies adaptive,round-robin"})
public final class SimulateCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..1",
            description =
                    "A scenario in YAML or JSON. Default: ten workers, one of them ten times slower, at 75 % load.")
    private @Nullable Path file;

    @Option(
            names = "--policies",
            paramLabel = "NAME",
            split = ",",
            description = "Which to simulate, in this order. Default: those of the scenario, or else all of them.")
    private List<String> policies = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Default: that of the scenario, or else 1.")
    private @Nullable Long seed;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "How many requests arrive at most, warm-up included. Default: those of the scenario.")
    private @Nullable Long requests;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = StateOptions.DEFAULT + "/simulation",
            description = "Where the plots go. Default: .equipoise/simulation beside this script.")
    private Path output = Path.of(".equipoise/simulation");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Plan plan = plan();
        makeOutput();
        PrintWriter out = spec.commandLine().getOut();
        List<Report> reports = new ArrayList<>();
        try (Progress progress = new Progress(out)) {
            for (String contender : plan.contenders()) {
                Report report = run(plan, contender, reports.size(), progress);
                if (report.requests() == 0) {
                    throw LauncherException.misuse("no request arrives after the warm-up, so there is nothing to show;"
                            + " a shorter warm-up, more requests or a higher rate help");
                }
                reports.add(report);
            }
        }
        show(plan, reports, out);
        return ExitCode.OK;
    }

    private Plan plan() {
        Plan plan = file == null ? Plan.BUILT_IN : ScenarioFile.read(file);
        if (requests != null) {
            if (requests < 1 || requests > ScenarioFile.MAX_REQUESTS) {
                throw LauncherException.misuse(
                        "--requests is a whole number from 1 to 10,000,000, and not " + requests);
            }
            plan = plan.withRequests(requests);
        }
        if (seed != null) {
            plan = plan.with(seed);
        }
        return policies.isEmpty() ? plan : plan.with(ScenarioFile.known(policies, "--policies"));
    }

    private void makeOutput() {
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw LauncherException.misuse("plots cannot be written to " + output + " (--output)");
        }
    }

    private static Report run(Plan plan, String contender, int done, Progress progress) {
        String title = String.format(
                Locale.ROOT, "%d of %d, %s", done + 1, plan.contenders().size(), contender);
        double expected = plan.scenario().span().requests();
        progress.show(title, 0);
        try {
            return Simulation.of(plan.scenario(), contender, plan.seed())
                    .watchedBy(arrived -> progress.show(title, arrived / expected))
                    .run();
        } catch (OutOfMemoryError e) {
            throw LauncherException.failure("there is not enough memory for so many requests at the same time;"
                    + " a shorter timeout, a lower rate or fewer requests need less");
        }
    }

    private void show(Plan plan, List<Report> reports, PrintWriter out) {
        Scenario scenario = plan.scenario();
        FiguresTable table = new FiguresTable(scenario);
        out.printf(
                Locale.ROOT,
                "%s: %,d workers, %d gateway%s, %,d requests after the warm-up, seed %d%n%n",
                plan.name(),
                scenario.workers().size(),
                scenario.gateways().count(),
                scenario.gateways().count() == 1 ? "" : "s",
                reports.get(0).requests(),
                plan.seed());
        table.lines(reports).forEach(out::println);
        List<String> failures = table.failures(reports);
        if (!failures.isEmpty()) {
            out.println();
            failures.forEach(out::println);
        }
        out.println();
        out.println("Plots:");
        plot("latency.svg", LatencyPlot.of(plan.name(), reports), out);
        plot("share.svg", SharePlot.of(plan.name(), reports, scenario.impaired()), out);
        plot("share-over-time.svg", TimePlot.of(plan.name(), reports, watched(scenario)), out);
        out.flush();
    }

    /** The workers that something happens to: those that change first, then those that always are bad. */
    private static List<String> watched(Scenario scenario) {
        return Stream.concat(scenario.changes().stream().map(Change::id), scenario.impaired().stream())
                .distinct()
                .toList();
    }

    private void plot(String name, Svg svg, PrintWriter out) {
        Path to = output.resolve(name);
        try {
            Files.writeString(to, svg.toString());
        } catch (IOException e) {
            throw LauncherException.failure("the plot " + to + " cannot be written");
        }
        out.println("  " + to);
    }
}
