package dev.equipoise.bench.reputation;

import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.Progress;
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

/** Replays a log, then times single steps, and writes the tables. */
@Command(
        name = "bench/reputation",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "How fast a log of facts becomes scores, and how much memory they take.")
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

    @Option(names = "--seed", defaultValue = "1", description = "The facts follow from it.")
    private long seed;

    @Option(names = "--out", defaultValue = "bench/results/reputation.md", description = "The file to write.")
    private Path out = Path.of("");

    public static void main(String... args) {
        System.exit(new CommandLine(new ReputationCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (facts < 1 || workers < 1 || rounds < 1 || steps < 1 || fusions < 1 || observations < GATEWAYS) {
            throw new ParameterException(
                    spec.commandLine(), "all numbers are greater than 0, and --observations at least " + GATEWAYS);
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
        progress.done();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        write(ReputationReport.markdown(replays, added, explained, fused, each * GATEWAYS, load));
        return Double.isNaN(timed.sum()) ? 1 : 0;
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
