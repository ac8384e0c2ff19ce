package dev.equipoise.bench.heartbeats;

import dev.equipoise.bench.Progress;
import dev.equipoise.bench.suite.Jvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the rounds and writes what came out. */
@Command(
        name = "bench/heartbeats",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "What a heartbeat costs our registry and its Redis, and what it costs a Eureka server, in turn.")
public final class HeartbeatsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--instances", defaultValue = "2000", description = "How many.")
    private int instances;

    @Option(names = "--interval", defaultValue = "2", description = "Seconds from heartbeat to heartbeat of each.")
    private double interval;

    @Option(names = "--rounds", defaultValue = "6", description = "How often each has its turn.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "20", description = "Length of a turn.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "120", description = "Seconds of heartbeats that each gets before.")
    private int warmUp;

    @Option(names = "--connections", defaultValue = "64", description = "To each.")
    private int connections;

    @Option(names = "--seed", defaultValue = "1", description = "The moments follow from it.")
    private long seed;

    @Option(
            names = "--jvm-flags",
            defaultValue = "-XX:+UseSerialGC -Xms256m -Xmx256m",
            description = "Of both, separated by spaces.")
    private String jvmFlags = "";

    @Option(names = "--no-eureka", description = "Ours alone.")
    private boolean alone;

    @Option(names = "--out", defaultValue = "bench/results", description = "Directory of the results.")
    private Path out = Path.of("");

    @Option(names = "--work", defaultValue = "bench/target/heartbeats", description = "Directory of logs.")
    private Path work = Path.of("");

    public static void main(String... args) {
        CommandLine command = new CommandLine(new HeartbeatsCommand());
        command.setExecutionExceptionHandler((problem, line, parsed) -> {
            if (problem instanceof IllegalStateException) {
                System.err.println("bench/heartbeats: " + problem.getMessage());
                return 1;
            }
            throw problem;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (instances < 1 || !(interval > 0) || rounds < 1 || seconds < 1 || warmUp < 1 || connections < 1) {
            throw new ParameterException(spec.commandLine(), "every number is greater than 0");
        }
        Plan plan = new Plan(
                instances,
                Duration.ofMillis(Math.max(1, Math.round(interval * 1000))),
                rounds,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                connections,
                seed);
        Progress progress = Progress.onStandardError();
        Jvm jvm = new Jvm(List.of(jvmFlags.trim().split(" +")));
        List<Contender> contenders = new ArrayList<>();
        try {
            start(contenders, plan, jvm, progress);
            progress.say("This takes about "
                    + Math.max(1, (plan.length(contenders.size()).toSeconds() + 30) / 60) + " min.");
            try (Duel duel = new Duel(contenders, plan, progress)) {
                List<Turn> turns = duel.play();
                double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
                write(HeartbeatsReport.markdown(turns, plan, jvm.flags(), load));
            }
        } finally {
            Collections.reverse(contenders);
            contenders.forEach(Contender::close);
        }
        return 0;
    }

    private void start(List<Contender> contenders, Plan plan, Jvm jvm, Progress progress)
            throws IOException, InterruptedException {
        Path root = Path.of("").toAbsolutePath();
        Path logs = work.toAbsolutePath();
        progress.step("Starting Redis and a registry");
        contenders.add(OurRegistry.start(root, jvm, plan.instances(), plan.interval(), plan.lease(), logs));
        if (!alone) {
            progress.step("Starting Eureka");
            contenders.add(Eureka.start(root, jvm, plan.interval(), plan.lease(), logs));
        }
    }

    private void write(String report) throws IOException {
        Files.createDirectories(out);
        Path file = out.resolve("heartbeats.md");
        Files.writeString(file, report);
        System.out.println(report);
        System.err.println("Written to " + file);
    }
}
