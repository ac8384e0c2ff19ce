package dev.equipoise.bench.propagation;

import dev.equipoise.bench.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Plays the changes and writes what came out. */
@Command(
        name = "bench/propagation",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "How long it takes from a worker's leaving or joining until a gateway's picks know of it.")
public final class PropagationCommand implements Callable<Integer> {

    /** Of others one cannot tell from an answer whether the pick knew. */
    private static final List<String> HASHING = List.of("consistent-hash", "maglev", "modulo-hash");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--fleets", split = ",", defaultValue = "10,10000", description = "Sizes of the fleets, in turn.")
    private List<Integer> fleets = List.of();

    @Option(names = "--changes", defaultValue = "200", description = "How often a worker leaves and comes back.")
    private int changes;

    @Option(names = "--warm-up", defaultValue = "50", description = "As many before that do not count.")
    private int warmUp;

    @Option(
            names = "--policy",
            defaultValue = "consistent-hash",
            description = "Of the gateway: consistent-hash, maglev or modulo-hash.")
    private String policy = "";

    @Option(names = "--seed", defaultValue = "1", description = "Keys and pauses follow from it.")
    private long seed;

    @Option(names = "--out", defaultValue = "bench/results", description = "Directory of the results.")
    private Path out = Path.of("");

    @Option(names = "--work", defaultValue = "bench/target/propagation", description = "Directory of logs.")
    private Path work = Path.of("");

    public static void main(String... args) {
        CommandLine command = new CommandLine(new PropagationCommand());
        command.setExecutionExceptionHandler((problem, line, parsed) -> {
            if (problem instanceof IllegalStateException) {
                System.err.println("bench/propagation: " + problem.getMessage());
                return 1;
            }
            throw problem;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (fleets.stream().anyMatch(size -> size < 2) || changes < 1 || warmUp < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a fleet has 2 workers or more, --changes is greater than 0, --warm-up not less");
        }
        if (!HASHING.contains(policy)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--policy is one of " + String.join(", ", HASHING) + ": with others one cannot tell from an answer"
                            + " whether the pick knew of a change");
        }
        Progress progress = Progress.onStandardError();
        Plan plan = new Plan(policy, warmUp, changes, seed);
        long seconds = fleets.size() * (plan.length().toSeconds() + 20)
                + fleets.stream().mapToInt(Integer::intValue).sum() / 500;
        progress.say("This takes about " + Math.max(1, (seconds + 30) / 60) + " min.");
        Path root = Path.of("").toAbsolutePath();
        Map<Integer, List<Change>> results = new LinkedHashMap<>();
        for (int size : fleets) {
            Path logs = work.toAbsolutePath().resolve(Integer.toString(size));
            results.put(size, LiveFleet.play(size, plan, root, logs, progress));
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        write(PropagationReport.markdown(results, plan, load));
        return 0;
    }

    private void write(String report) throws IOException {
        Files.createDirectories(out);
        Path file = out.resolve("propagation.md");
        Files.writeString(file, report);
        System.out.println(report);
        System.err.println("Written to " + file);
    }
}
