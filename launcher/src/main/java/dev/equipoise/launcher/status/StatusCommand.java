package dev.equipoise.launcher.status;

import dev.equipoise.launcher.http.HttpProbe;
import dev.equipoise.launcher.http.HttpProbe.Answer;
import dev.equipoise.launcher.state.StateOptions;
import dev.equipoise.launcher.state.Suite;
import dev.equipoise.launcher.terminal.LauncherException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: what the registry knows of each node, and whether the gateway sends traffic there. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the nodes of a running suite: where they are, how they are, whether they get traffic.")
public final class StatusCommand implements Callable<Integer> {

    private static final String DEFAULT_REGISTRY = "http://127.0.0.1:8081";
    private static final String DEFAULT_GATEWAY = "http://127.0.0.1:8080";
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Option(names = "--registry", paramLabel = "URL", description = "Default: that of the suite that runs here.")
    private @Nullable URI registry;

    @Option(names = "--gateway", paramLabel = "URL", description = "Default: that of the suite that runs here.")
    private @Nullable URI gateway;

    @Option(names = "--json", description = "The registry's own answer, for programs.")
    private boolean json;

    @Mixin
    private StateOptions state = new StateOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Optional<Suite> suite = state.directory().suiteFile().read();
        URI from = registry != null
                ? registry
                : URI.create(suite.map(Suite::registry).orElse(DEFAULT_REGISTRY));
        URI through =
                gateway != null ? gateway : URI.create(suite.map(Suite::gateway).orElse(DEFAULT_GATEWAY));
        HttpProbe http = new HttpProbe();
        String answer = nodes(http, from);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            new NodesTable(InstantSource.system().instant(), routed(http, through))
                    .lines(parsed(answer, from))
                    .forEach(out::println);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String nodes(HttpProbe http, URI registry) throws InterruptedException {
        Answer answer = get(http, registry, "/api/v1/workers")
                .orElseThrow(() -> LauncherException.failure("no registry answers at " + registry
                        + "; ./equipoise up starts a suite, --registry names another"));
        if (!answer.ok()) {
            throw LauncherException.failure(
                    "the registry at " + registry + " answers " + answer.status() + " when asked for its nodes");
        }
        return answer.body();
    }

    private static List<Node> parsed(String answer, URI registry) {
        try {
            return Node.listedIn(answer);
        } catch (IllegalArgumentException e) {
            throw LauncherException.failure("what answers at " + registry + " is no registry: " + e.getMessage());
        }
    }

    /** Null if no gateway tells: then nothing is said about it. */
    private static @Nullable List<String> routed(HttpProbe http, URI gateway) throws InterruptedException {
        try {
            return get(http, gateway, "/workers")
                    .filter(Answer::ok)
                    .map(answer -> Node.addressesIn(answer.body()))
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Optional<Answer> get(HttpProbe http, URI base, String path) throws InterruptedException {
        try {
            return http.get(URI.create(base.toString().replaceAll("/+$", "") + path), TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw LauncherException.misuse("not a URL such as " + DEFAULT_REGISTRY + ": " + base);
        }
    }
}
