package dev.equipoise.bench.picks;

import dev.equipoise.bench.Progress;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs every benchmark of this package and writes the table. */
@Command(
        name = "bench/picks",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "What a pick costs under each policy, as a multiple of round-robin, and what a new picker costs.")
public final class PicksCommand implements Callable<Integer> {

    private static final int WARM_UPS = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--policies", split = ",", description = "Which ones; all there are by default.")
    private List<String> policies = List.of();

    @Option(names = "--workers", split = ",", defaultValue = "10,1000,10000", description = "Sizes of the fleet.")
    private List<Integer> sizes = List.of();

    @Option(names = "--threads", split = ",", defaultValue = "1,2", description = "How many pick at a time.")
    private List<Integer> threads = List.of();

    @Option(names = "--iterations", defaultValue = "5", description = "Measured iterations of each benchmark.")
    private int iterations;

    @Option(names = "--millis", defaultValue = "200", description = "Length of an iteration.")
    private int millis;

    @Option(names = "--out", defaultValue = "bench/results/picks.md", description = "The file to write.")
    private Path out = Path.of("");

    public static void main(String... args) {
        System.exit(new CommandLine(new PicksCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        List<String> rows = rows();
        List<Measurement> plan = plan(rows);
        Map<Measurement, Cost> costs = new LinkedHashMap<>();
        Progress progress = Progress.onStandardError();
        for (Measurement measurement : plan) {
            progress.step("%d of %d: %s".formatted(costs.size() + 1, plan.size(), measurement));
            costs.put(measurement, run(measurement));
        }
        progress.done();
        String report = new PicksReport(costs, rows).markdown(setting());
        if (out.getParent() != null) {
            Files.createDirectories(out.getParent());
        }
        Files.writeString(out, report);
        System.out.print(report);
        System.err.println("Written to " + out);
        return 0;
    }

    private List<String> rows() {
        List<String> known = LoadBalancingPolicies.names();
        for (String policy : policies) {
            if (!known.contains(policy)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no policy \"" + policy + "\"; there are " + String.join(", ", known));
            }
        }
        TreeSet<String> rows = new TreeSet<>(policies.isEmpty() ? known : policies);
        rows.add(PicksReport.BASE);
        return List.copyOf(rows);
    }

    /** Policies follow each other closely, so that all of them see the same weather on the machine. */
    private List<Measurement> plan(List<String> rows) {
        List<Measurement> plan = new ArrayList<>();
        int fewest = new TreeSet<>(threads).first();
        for (int workers : sizes) {
            for (int count : threads) {
                rows.forEach(policy -> plan.add(new Measurement("pick", policy, workers, count)));
            }
            rows.forEach(policy -> plan.add(new Measurement("request", policy, workers, fewest)));
        }
        int most = new TreeSet<>(sizes).last();
        rows.forEach(policy -> plan.add(new Measurement("rebuild", policy, most, 1)));
        return plan;
    }

    private Cost run(Measurement measurement) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\." + measurement.benchmark() + "$")
                        .param("policy", measurement.policy())
                        .param("workers", Integer.toString(measurement.workers()))
                        .threads(measurement.threads())
                        .forks(1)
                        .jvmArgsAppend(flags())
                        .warmupIterations(WARM_UPS)
                        .warmupTime(TimeValue.milliseconds(millis))
                        .measurementIterations(iterations)
                        .measurementTime(TimeValue.milliseconds(millis))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return Cost.of(results.iterator().next());
    }

    private static String[] flags() {
        // JMH itself uses Unsafe, about which newer versions warn, each fork anew.
        return Runtime.version().feature() < 24
                ? new String[] {"-Xms1g", "-Xmx1g"}
                : new String[] {"-Xms1g", "-Xmx1g", "--sun-misc-unsafe-memory-access=allow"};
    }

    private String setting() {
        return "JMH, 1 fork, %d iterations of %d ms after %d to warm up: median (best–worst). "
                        .formatted(iterations, millis, WARM_UPS)
                + "Java %d, %d processors. Every worker has weight 1, 8 slots and on average 4 requests in flight."
                        .formatted(
                                Runtime.version().feature(),
                                Runtime.getRuntime().availableProcessors());
    }
}
