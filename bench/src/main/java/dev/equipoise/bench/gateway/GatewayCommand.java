package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Transport;
import dev.equipoise.bench.gateway.FaultyWorkers.Fault;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the scenarios and prints what came out. */
@Command(
        name = "bench/gateway",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description =
                "What a proxied request costs beside nginx, HAProxy and plain Spring Cloud Gateway, and what failures"
                        + " do to it. Each proxy has one processor to itself.")
public final class GatewayCommand implements Callable<Integer> {

    private static final Duration QUICK = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--scenarios",
            split = ",",
            defaultValue = "cost,many,latency,faults,slow-clients",
            description =
                    "Of cost (10 workers), many (10 and 1,000), latency, faults, slow-clients, start, flames and soak.")
    private List<String> scenarios = List.of();

    @Option(
            names = "--proxies",
            split = ",",
            defaultValue = "nginx,haproxy,plain,equipoise-express,equipoise-spring",
            description = "Who is measured.")
    private List<String> proxies = List.of();

    @Option(names = "--rounds", defaultValue = "5", description = "How often each has its turn where there are rounds.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "20", description = "Length of a turn.")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            description = "Before the first, in seconds; JVMs get it fourfold.")
    private int warmUp;

    @Option(names = "--soak", defaultValue = "30", description = "Length of the soak, in minutes.")
    private int soakMinutes;

    @Option(
            names = "--faults",
            split = ",",
            defaultValue = "none,hang,fail,kill",
            description = "What breaks in the scenario of that name.")
    private List<String> faults = List.of();

    @Option(
            names = "--flames",
            defaultValue = "bench/results",
            description = "Where the scenario of that name puts flame graphs of our gateways.")
    private Path flames = Path.of("");

    @Option(names = "--flame-workers", defaultValue = "10", description = "How many workers they have.")
    private int flameWorkers;

    @Option(names = "--attackers", defaultValue = "1000", description = "Slow clients.")
    private int attackers;

    @Option(names = "--quick", description = "A look: one round of 2 s, a soak of 20 s.")
    private boolean quick;

    @Option(names = "--seed", defaultValue = "1", description = "Arrivals follow from it.")
    private long seed;

    @Option(names = "--port", defaultValue = "18000", description = "Ports from here to 1,140 higher are used.")
    private int port;

    @Option(names = "--gateway-option", description = "One more argument for our gateways; may be repeated.")
    private List<String> gatewayOptions = List.of();

    @Option(
            names = "--jvm-flags",
            description = "One more gateway of ours, by the express lane, with these flags; may be repeated.")
    private List<String> jvmFlags = List.of();

    @Option(names = "--out", description = "A file for the report; without it, it is printed alone.")
    private Path out = Path.of("");

    @Option(names = "--work", defaultValue = "bench/target/gateway", description = "Directory of logs.")
    private Path work = Path.of("");

    public static void main(String... args) {
        CommandLine command = new CommandLine(new GatewayCommand());
        command.setExecutionExceptionHandler((problem, line, parsed) -> {
            if (problem instanceof IllegalStateException) {
                System.err.println("bench/gateway: " + problem.getMessage());
                return 1;
            }
            throw problem;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1
                || seconds < 1
                || warmUp < 0
                || soakMinutes < 1
                || attackers < 0
                || flameWorkers < 1
                || flameWorkers > 1_000
                || port < 1024
                || port > 60_000) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--rounds, --seconds and --soak are greater than 0, --flame-workers is from 1 to 1000, --port from 1024 to"
                            + " 60000");
        }
        List<Proxy> measured = new ArrayList<>(proxies.stream().map(this::proxy).toList());
        for (String flags : jvmFlags) {
            measured.add(EquipoiseProxy.express(gatewayOptions).with(flags, measured.size()));
        }
        List<Scenario> played = scenarios.stream().map(this::scenario).toList();
        Transport transport = Transport.best();
        EventLoopGroup group = transport.oneLoop("generator");
        Progress progress = Progress.onStandardError();
        try {
            Stage stage = new Stage(
                    measured,
                    quick ? 1 : rounds,
                    quick ? QUICK : Duration.ofSeconds(seconds),
                    quick ? QUICK : Duration.ofSeconds(warmUp),
                    seed,
                    port,
                    work,
                    Cores.of(Integer.getInteger("bench.processors", 1)),
                    transport,
                    group.next(),
                    progress);
            StringBuilder report = new StringBuilder(setting(stage));
            for (Scenario scenario : played) {
                String section = scenario.play(stage);
                progress.done();
                System.out.println(section);
                report.append('\n').append(section);
            }
            if (!out.toString().isEmpty()) {
                Files.writeString(out, report);
                System.err.println("Written to " + out);
            }
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
        return 0;
    }

    private static String setting(Stage stage) {
        return """
                # The gateway beside others

                %d rounds of %d s after a warm-up, seed %d; %d processors, %s; Java %s, %s sockets.
                """.formatted(
                        stage.rounds(),
                        stage.length().toSeconds(),
                        stage.seed(),
                        stage.cores().count(),
                        stage.cores().pinned() ? "the proxies on the last alone" : "**nobody pinned to any**",
                        Runtime.version().feature(),
                        stage.transport().name());
    }

    private Proxy proxy(String name) {
        List<Proxy> all = new ArrayList<>(List.of(
                NativeProxy.NGINX,
                NativeProxy.HAPROXY,
                new PlainProxy(),
                EquipoiseProxy.express(gatewayOptions),
                EquipoiseProxy.spring(gatewayOptions)));
        return all.stream()
                .filter(proxy -> proxy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no proxy \"" + name + "\"; there are "
                                + String.join(
                                        ", ", all.stream().map(Proxy::name).toList())));
    }

    private Fault fault(String name) {
        for (Fault fault : Fault.values()) {
            if (fault.name().toLowerCase(Locale.ROOT).equals(name)) {
                return fault;
            }
        }
        throw new ParameterException(spec.commandLine(), "there is no fault \"" + name + "\"");
    }

    private Scenario scenario(String name) {
        return switch (name) {
            case "cost" -> new CostScenario(List.of(10), List.of(128, 16_384));
            case "many" -> new CostScenario(List.of(10, 1_000), List.of(128));
            case "latency" -> new LatencyScenario();
            case "faults" -> new FaultScenario(faults.stream().map(this::fault).toList());
            case "slow-clients" -> new SlowClientScenario(attackers);
            case "start" -> new StartScenario();
            case "flames" -> new FlameScenario(flames, flameWorkers);
            case "soak" -> new SoakScenario(quick ? Duration.ofSeconds(20) : Duration.ofMinutes(soakMinutes), 20);
            default -> throw new ParameterException(spec.commandLine(), "there is no scenario \"" + name + "\"");
        };
    }
}
