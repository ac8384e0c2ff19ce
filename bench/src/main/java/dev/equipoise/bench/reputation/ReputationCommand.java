package dev.equipoise.bench.reputation;

import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.Progress;
import dev.equipoise.bench.intake.Intake;
import dev.equipoise.bench.intake.IntakePlan;
import dev.equipoise.bench.intake.IntakeReport;
import dev.equipoise.bench.intake.IntakeResult;
import dev.equipoise.bench.suite.Jvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replays a log, then times single steps, then lets a service take what gateways report, and writes the tables. */
@Command(
        name = "bench/reputation",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "How fast a log of facts becomes scores, how much memory they take, and what a service takes in.")
public final class ReputationCommand implements Callable<Integer> {

    private static final int GATEWAYS = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--facts", defaultValue = "1000000", description = "In the log.")
    private int facts;

    @Option(names = "--workers", defaultValue = "10000", description = "Whom they are about.")
    private int workers;

    @Option(names = "--rounds", defaultValue = "3", description = "How often the log is replayed.")
    private int rounds;

    @Option(names = "--steps", defaultValue = "200000", description = "How often a fact is added afterwards.")
    private int steps;

    @Option(names = "--observations", defaultValue = "1000", description = "In one fusion, of ten gateways.")
    private int observations;

    @Option(names = "--fusions", defaultValue = "2000", description = "How often observations are fused.")
    private int fusions;

    @Option(
            names = "--intake-intervals",
            defaultValue = "6",
            description = "Of ten seconds, for which a service takes what gateways report; 0 leaves it out.")
    private int intakeIntervals;

    @Option(
            names = "--intake-gateways",
            defaultValue = "10,100",
            split = ",",
            description = "How many gateways report; one run for each number.")
    private List<Integer> intakeGateways = List.of();

    @Option(names = "--intake-rate", defaultValue = "1000", description = "Observations each second, of all gateways.")
    private int intakeRate;

    @Option(names = "--work", defaultValue = "bench/target/reputation", description = "Directory of logs.")
    private Path work = Path.of("");

    @Option(names = "--seed", defaultValue = "1", description = "The facts follow from it.")
    private long seed;

    @Option(names = "--out", defaultValue = "bench/results/reputation.md", description = "The file to write.")
    private Path out = Path.of("");

    public static void main(String... args) {
        CommandLine command = new CommandLine(new ReputationCommand());
        command.setExecutionExceptionHandler((problem, line, parsed) -> {
            if (problem instanceof IllegalStateException) {
                System.err.println("bench/reputation: " + problem.getMessage());
                return 1;
            }
            throw problem;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (facts < 1 || workers < 1 || rounds < 1 || steps < 1 || fusions < 1 || observations < GATEWAYS) {
            throw new ParameterException(
                    spec.commandLine(), "all numbers are greater than 0, and --observations at least " + GATEWAYS);
        }
        for (int gateways : intakeGateways) {
            if (intakeIntervals < 0 || intakeRate < 1 || gateways < 1 || 10 * intakeRate % gateways != 0) {
                throw new ParameterException(
                        spec.commandLine(), "--intake-gateways must divide ten seconds of --intake-rate");
            }
        }
        Progress progress = Progress.onStandardError();
        List<Replay> replays = new ArrayList<>();
        Replay.Result last = null;
        for (int round = 1; last == null || round <= rounds; round++) {
            progress.step("replay %d of %d".formatted(round, rounds));
            // The ledger of the round before is garbage from here on.
            last = null;
            last = Replay.of(facts, workers, seed);
            replays.add(last.replay());
        }
        Steps timed = new Steps();
        progress.step("facts, one by one");
        Latencies added = timed.facts(last, steps);
        progress.step("explanations");
        Latencies explained = timed.explanations(last, Math.max(1, steps / 10));
        progress.step("fusions");
        int each = observations / GATEWAYS;
        timed.fusions(last.history(), GATEWAYS, each, fusions);
        Latencies fused = timed.fusions(last.history(), GATEWAYS, each, fusions);
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        String report = ReputationReport.markdown(replays, added, explained, fused, each * GATEWAYS, load);
        last = null;
        write(report + intake(progress));
        progress.done();
        return Double.isNaN(timed.sum()) ? 1 : 0;
    }

    private String intake(Progress progress) throws IOException, InterruptedException {
        if (intakeIntervals == 0) {
            return "";
        }
        Jvm jvm = new Jvm(Jvm.LAPTOP);
        List<IntakeResult> results = new ArrayList<>();
        for (int gateways : intakeGateways) {
            IntakePlan plan = new IntakePlan(gateways, 10 * intakeRate / gateways, intakeIntervals, seed);
            Path logs = work.toAbsolutePath().resolve("intake-" + gateways);
            results.add(Intake.play(plan, Path.of("").toAbsolutePath(), jvm, logs, progress));
        }
        return "\n" + IntakeReport.markdown(results, jvm.flags());
    }

    private void write(String report) throws IOException {
        if (out.getParent() != null) {
            Files.createDirectories(out.getParent());
        }
        Files.writeString(out, report);
        System.out.println(report);
        System.err.println("Written to " + out);
    }
}
