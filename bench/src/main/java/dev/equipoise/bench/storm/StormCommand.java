package dev.equipoise.bench.storm;

import dev.equipoise.bench.Progress;
import dev.equipoise.bench.suite.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the storms and writes what came out. */
@Command(
        name = "bench/storm",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Thousands of workers join one registry within a minute and then send their heartbeats.")
public final class StormCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--workers", defaultValue = "10000", description = "How many.")
    private int workers;

    @Option(names = "--jitter", defaultValue = "55", description = "Seconds within which they want to join.")
    private int jitter;

    @Option(names = "--heartbeat", defaultValue = "10", description = "Seconds from heartbeat to heartbeat.")
    private int heartbeat;

    @Option(
            names = "--minutes",
            defaultValue = "10",
            description = "How long they are watched when all are in; 0: not at all.")
    private int minutes;

    @Option(
            names = "--called-minutes",
            defaultValue = "1",
            description =
                    "The same in a second storm, in which the registry calls workers before they are in; 0 leaves it out.")
    private int calledMinutes;

    @Option(names = "--connections", defaultValue = "64", description = "That carry all of it.")
    private int connections;

    @Option(names = "--seed", defaultValue = "1", description = "Moments and loads follow from it.")
    private long seed;

    @Option(
            names = "--jvm-flags",
            description = "Of the registry, separated by spaces; by default those of ./equipoise up.")
    private String jvmFlags = String.join(" ", Jvm.LAPTOP);

    @Option(names = "--out", defaultValue = "bench/results", description = "Directory of the results.")
    private Path out = Path.of("");

    @Option(names = "--work", defaultValue = "bench/target/storm", description = "Directory of logs.")
    private Path work = Path.of("");

    public static void main(String... args) {
        CommandLine command = new CommandLine(new StormCommand());
        command.setExecutionExceptionHandler((problem, line, parsed) -> {
            if (problem instanceof IllegalStateException) {
                System.err.println("bench/storm: " + problem.getMessage());
                return 1;
            }
            throw problem;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workers < 1 || jitter < 0 || heartbeat < 1 || minutes < 0 || calledMinutes < 0 || connections < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--workers, --heartbeat and --connections are greater than 0, the others are not less");
        }
        Progress progress = Progress.onStandardError();
        List<Setting> settings = new ArrayList<>();
        if (minutes > 0) {
            settings.add(setting(false, minutes));
        }
        if (calledMinutes > 0) {
            settings.add(setting(true, calledMinutes));
        }
        if (settings.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--minutes or --called-minutes is greater than 0");
        }
        long seconds = settings.stream()
                .mapToLong(setting -> setting.length().toSeconds())
                .sum();
        progress.say("This takes about " + Math.max(1, (seconds + 30) / 60) + " min.");
        Jvm jvm = new Jvm(List.of(jvmFlags.trim().split(" +")));
        List<StormResult> storms = new ArrayList<>();
        for (Setting setting : settings) {
            storms.add(Storm.play(
                    setting,
                    Path.of("").toAbsolutePath(),
                    jvm,
                    work.toAbsolutePath().resolve(setting.called() ? "called" : "silent"),
                    progress));
        }
        write(StormReport.markdown(storms, jvm.flags()));
        return 0;
    }

    private void write(String report) throws IOException {
        Files.createDirectories(out);
        Path file = out.resolve("storm.md");
        Files.writeString(file, report);
        System.out.println(report);
        System.err.println("Written to " + file);
    }

    private Setting setting(boolean called, int watched) {
        return new Setting(
                called,
                workers,
                Duration.ofSeconds(jitter),
                Duration.ofSeconds(heartbeat),
                Duration.ofMinutes(watched),
                connections,
                seed);
    }
}
