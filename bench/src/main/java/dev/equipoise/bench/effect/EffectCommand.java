package dev.equipoise.bench.effect;

import dev.equipoise.bench.Progress;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the policies one after the other and writes what came out. */
@Command(
        name = "bench/effect",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "What reputation saves the clients of a fleet in which some workers fail now and then.")
public final class EffectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--policies", split = ",", defaultValue = "least-connections,adaptive", description = "In turn.")
    private List<String> policies = List.of();

    @Option(names = "--minutes", defaultValue = "12", description = "For each policy.")
    private int minutes;

    @Option(names = "--rate", defaultValue = "300", description = "Requests a second to each pair of gateways.")
    private int rate;

    @Option(names = "--workers", defaultValue = "10", description = "Of the fleet.")
    private int workers;

    @Option(names = "--failing", defaultValue = "2", description = "Of those.")
    private int failing;

    @Option(names = "--ratio", defaultValue = "0.05", description = "Of their requests that fail.")
    private double ratio;

    @Option(names = "--seed", defaultValue = "1", description = "Which requests fail follows from it.")
    private long seed;

    @Option(names = "--out", defaultValue = "bench/results", description = "Directory of the results.")
    private Path out = Path.of("");

    @Option(names = "--work", defaultValue = "bench/target/effect", description = "Directory of logs.")
    private Path work = Path.of("");

    public static void main(String... args) {
        CommandLine command = new CommandLine(new EffectCommand());
        command.setExecutionExceptionHandler((problem, line, parsed) -> {
            if (problem instanceof IllegalStateException) {
                System.err.println("bench/effect: " + problem.getMessage());
                return 1;
            }
            throw problem;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (minutes < 1 || rate < 1 || failing < 0 || workers < failing || ratio < 0 || ratio > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--minutes and --rate are greater than 0, --failing from 0 to --workers, --ratio from 0 to 1");
        }
        if (!LoadBalancingPolicies.names().containsAll(policies)) {
            throw new ParameterException(
                    spec.commandLine(), "--policies are of " + String.join(", ", LoadBalancingPolicies.names()));
        }
        Progress progress = Progress.onStandardError();
        progress.say("This takes about " + policies.size() * (minutes + 2) + " min.");
        Path root = Path.of("").toAbsolutePath();
        Map<Plan, Map<Side, Counts>> results = new LinkedHashMap<>();
        for (String policy : policies) {
            Plan plan = new Plan(policy, workers, failing, ratio, rate, Duration.ofMinutes(minutes), seed);
            results.put(plan, Effect.play(plan, root, work.toAbsolutePath().resolve(policy), progress));
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Files.createDirectories(out);
        Path file = out.resolve("effect.md");
        String report = EffectReport.markdown(results, load);
        Files.writeString(file, report);
        System.out.println(report);
        System.err.println("Written to " + file);
        return 0;
    }
}
