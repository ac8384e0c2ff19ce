package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Transport;
import dev.equipoise.core.policy.LoadBalancingPolicies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the scenarios and writes what came out. */
@Command(
        name = "bench/sockets",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Balancers side by side over the same workers, with the same requests, in turn. A balancer is"
                + " nginx, haproxy, haproxy-hash or, for our gateway, the name of one of its policies.")
public final class SocketsCommand implements Callable<Integer> {

    private static final double BUSY = 0.5;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--balancers",
            split = ",",
            defaultValue = "adaptive,least-connections,nginx,haproxy",
            description = "Measured for their response times, with a slow worker; none leaves this out.")
    private List<String> balancers = List.of();

    @Option(
            names = "--hashing",
            split = ",",
            defaultValue = "consistent-hash,haproxy-hash",
            description = "Measured for where they place keys, without a slow worker; none leaves this out.")
    private List<String> hashing = List.of();

    @Option(names = "--loads", split = ",", defaultValue = "50,75", description = "Percent of the nominal capacity.")
    private List<Integer> loads = List.of();

    @Option(names = "--hash-load", defaultValue = "50", description = "The same for hashing.")
    private int hashLoad;

    @Option(names = "--scale", defaultValue = "4", description = "How many times slower than nominal everything runs.")
    private double scale;

    @Option(names = "--rounds", defaultValue = "3", description = "How often each balancer has its turn at each load.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "12", description = "Real length of the part of a turn that counts.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "3", description = "Real length of its beginning, which does not.")
    private int warmUp;

    @Option(names = "--seed", defaultValue = "1", description = "Arrivals, demands and keys follow from it.")
    private long seed;

    @Option(names = "--port", defaultValue = "19100", description = "Ports from here to 100 higher are used.")
    private int port;

    @Option(names = "--gateway-option", description = "One more argument for every gateway; may be repeated.")
    private List<String> gatewayOptions = List.of();

    @Option(names = "--out", defaultValue = "bench/results", description = "Directory of the results.")
    private Path out = Path.of("");

    @Option(names = "--work", defaultValue = "bench/target/sockets", description = "Directory of logs.")
    private Path work = Path.of("");

    public static void main(String... args) {
        CommandLine command = new CommandLine(new SocketsCommand());
        command.setExecutionExceptionHandler((problem, line, parsed) -> {
            if (problem instanceof MissingProgramException || problem instanceof IllegalStateException) {
                System.err.println("bench/sockets: " + problem.getMessage());
                return problem instanceof MissingProgramException ? 2 : 1;
            }
            throw problem;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(scale > 0) || rounds < 1 || seconds < 1 || warmUp < 0 || port < 1 || port > 65_000) {
            throw new ParameterException(
                    spec.commandLine(), "--scale, --rounds and --seconds are greater than 0, --warm-up is not less");
        }
        Progress progress = Progress.onStandardError();
        Stage stage = new Stage(Transport.best(), new TimeScale(scale), Duration.ofSeconds(10), port, work, progress);
        List<Balancer> timed = named(balancers);
        List<Balancer> hashed = named(hashing);
        Plan plan = new Plan(seed, rounds, loads, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        Plan hashPlan = new Plan(seed, rounds, List.of(hashLoad), plan.warmUp(), plan.measured());
        Duration all = (timed.isEmpty() ? Duration.ZERO : plan.length(timed))
                .plus(hashed.isEmpty() ? Duration.ZERO : hashPlan.length(hashed));
        progress.say("This takes about " + Math.max(1, (all.toSeconds() + 30) / 60) + " min.");
        if (!timed.isEmpty()) {
            responseTimes(stage, plan, timed);
        }
        if (!hashed.isEmpty()) {
            hashing(stage, hashPlan, hashed);
        }
        return 0;
    }

    private void responseTimes(Stage stage, Plan plan, List<Balancer> timed) throws IOException, InterruptedException {
        FleetShape shape = FleetShape.ONE_SLOW;
        List<Turn> turns = play(stage, plan, shape, timed);
        LatencyReport report = new LatencyReport(turns, timed, plan, stage, shape);
        write(
                "sockets.md",
                report.markdown(setting(stage, plan, turns)
                        + " Worker %d is %.0f times slower than the others."
                                .formatted(shape.slowWorker() + 1, shape.slowness())));
        for (var plot : report.plots().entrySet()) {
            Files.writeString(out.resolve(plot.getKey()), plot.getValue());
        }
    }

    private void hashing(Stage stage, Plan plan, List<Balancer> hashed) throws IOException, InterruptedException {
        FleetShape shape = FleetShape.EVEN;
        List<Turn> turns = play(stage, plan, shape, hashed);
        write(
                "hashing.md",
                new HashReport(turns, shape)
                        .markdown(setting(stage, plan, turns)
                                + String.format(
                                        Locale.ROOT,
                                        " Load %d %%. %,d keys by Zipf's law with exponent %.1f: the most frequent makes %.0f %% of all requests,"
                                                + " the fair share of %.1f workers.",
                                        hashLoad,
                                        Schedule.KEYS,
                                        Schedule.ZIPF,
                                        Schedule.hottest() * 100,
                                        Schedule.hottest() * shape.workers())));
    }

    private List<Turn> play(Stage stage, Plan plan, FleetShape shape, List<Balancer> played)
            throws IOException, InterruptedException {
        try (Arena arena = Arena.open(stage, shape, played)) {
            List<Turn> turns = plan.play(arena, stage, shape);
            stage.progress().done();
            Path configurations = Files.createDirectories(out.resolve("configurations"));
            for (RunningBalancer balancer : arena.balancers()) {
                Balancer.Configuration configuration =
                        balancer.balancer().configuration(balancer.address().getPort(), arena.workerPorts());
                Files.writeString(configurations.resolve(configuration.fileName()), configuration.text());
            }
            return turns;
        }
    }

    private void write(String fileName, String report) throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve(fileName), report);
        System.out.println(report);
        System.err.println("Written to " + out.resolve(fileName));
    }

    private String setting(Stage stage, Plan plan, List<Turn> turns) {
        double busiest = turns.stream()
                .mapToDouble(turn -> turn.usage().machineBusy())
                .max()
                .orElse(0);
        double own = turns.stream()
                .mapToDouble(turn -> turn.usage().ownMillis())
                .average()
                .orElse(0);
        String versions = turns.stream()
                .map(turn -> turn.balancer().version())
                .filter(version -> !version.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return String.format(
                        Locale.ROOT,
                        "10 workers of 8 slots, exponential service of 20 ms, Poisson arrivals, seed %d; %d rounds of %d s for"
                                + " each balancer after %d s to warm up, the same requests for all. **Time scale %s**: service"
                                + " took that many times longer, requests came that many times slower, and all times below"
                                + " are divided by it. %d processors, the busiest turn kept %.0f %% of them busy; generator"
                                + " and workers took %.0f ms per 1,000 requests. Java %d, %s, %s sockets.",
                        plan.seed(),
                        plan.rounds(),
                        plan.measured().toSeconds(),
                        plan.warmUp().toSeconds(),
                        number(scale),
                        Runtime.getRuntime().availableProcessors(),
                        busiest * 100,
                        own,
                        Runtime.version().feature(),
                        versions,
                        stage.transport().name())
                + (busiest > BUSY ? " **The machine was busy enough to be part of what was measured.**" : "");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private List<Balancer> named(List<String> names) {
        if (names.equals(List.of("none"))) {
            return List.of();
        }
        Set<Balancer> found = new LinkedHashSet<>();
        for (String name : names) {
            found.add(named(name));
        }
        // All that is missing is told before anything is started.
        List<Balancer> all = new ArrayList<>(found);
        all.forEach(Balancer::version);
        return all;
    }

    private Balancer named(String name) {
        for (Peer peer : List.of(Peer.NGINX, Peer.HAPROXY, Peer.HAPROXY_HASH)) {
            if (peer.name().equals(name)) {
                return peer;
            }
        }
        if (LoadBalancingPolicies.names().contains(name)) {
            return new GatewayBalancer(name, gatewayOptions);
        }
        throw new ParameterException(
                spec.commandLine(),
                "there is no balancer \"" + name + "\"; there are nginx, haproxy, haproxy-hash, "
                        + String.join(", ", LoadBalancingPolicies.names()));
    }
}
