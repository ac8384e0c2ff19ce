package dev.equipoise.launcher.up;

import dev.equipoise.core.policy.LoadBalancingPolicies;
import dev.equipoise.launcher.ports.PortCheck;
import dev.equipoise.launcher.state.StateDirectory;
import dev.equipoise.launcher.state.StateOptions;
import dev.equipoise.launcher.state.Suite;
import dev.equipoise.launcher.terminal.LauncherException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: the options, and what must hold before anything is started. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts Redis, a registry, a reputation service, a gateway, workers and a console on this machine, waits until a",
            "request through the gateway is answered, shows what runs where, and stays in the foreground. Ctrl-C stops all",
            "of it."
        })
public final class UpCommand implements Callable<Integer> {

    private static final int MAX_WORKERS = 50;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
    private int workers;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = LoadBalancingPolicies.DEFAULT,
            completionCandidates = PolicyNames.class,
            description = "How the gateway chooses: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private String policy = LoadBalancingPolicies.DEFAULT;

    @Option(names = "--port", defaultValue = "8080", description = "The gateway's. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "8090",
            description = "The gateway's, for health and metrics. Default: ${DEFAULT-VALUE}")
    private int managementPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Default: ${DEFAULT-VALUE}")
    private int registryPort;

    @Option(
            names = "--reputation-port",
            paramLabel = "PORT",
            defaultValue = "8082",
            description = "Default: ${DEFAULT-VALUE}")
    private int reputationPort;

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            defaultValue = "8084",
            description = "0 for no console. Default: ${DEFAULT-VALUE}")
    private int consolePort;

    @Option(
            names = "--worker-port",
            paramLabel = "PORT",
            defaultValue = "9001",
            description = "The first worker's; the others follow. Default: ${DEFAULT-VALUE}")
    private int workerPort;

    @Option(
            names = "--redis-port",
            paramLabel = "PORT",
            defaultValue = "16379",
            description = "Default: ${DEFAULT-VALUE}")
    private int redisPort;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            description = {
                "Use a Redis (7.0 or newer) or Valkey that is already there, and start none: redis://host:6379,",
                "rediss://host:6379, redis-sentinel://host:26379,host:26379#name or redis-cluster://host:6379,host:6379,",
                "each with user:password@ in front of the hosts where it wants a password."
            })
    private @Nullable String redis;

    @Option(
            names = "--startup-cache",
            paramLabel = "WHEN",
            defaultValue = "background",
            description = "When to record what makes later starts faster: background (while the suite runs),"
                    + " first (before it starts), off. Default: ${DEFAULT-VALUE}")
    private StartupCacheMode startupCache = StartupCacheMode.BACKGROUND;

    @Option(names = "--cache-dir", hidden = true, description = "For tests that share a cache.")
    private @Nullable Path cacheDirectory;

    @Mixin
    private StateOptions stateOptions = new StateOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        UpSettings settings = settings();
        StateDirectory state = stateOptions.directory();
        Optional<FileLock> lock = state.lock();
        if (lock.isEmpty()) {
            throw LauncherException.misuse("a suite is already running from " + state.root()
                    + "; ./equipoise down stops it, --state-dir starts another beside it");
        }
        requireNoneLeftBehind(state);
        if (settings.redis() != null) {
            settings.redis().require();
        }
        new PortCheck().require(settings.ports());
        state.clearTemporary();
        Path cache = cacheDirectory == null ? state.cache() : cacheDirectory;
        return new Foreground(
                        settings, state, cache, startupCache, spec.commandLine().getOut())
                .run();
    }

    private UpSettings settings() {
        if (workers < 0 || workers > MAX_WORKERS) {
            throw LauncherException.misuse("--workers takes 0 to " + MAX_WORKERS + ", not " + workers);
        }
        if (!LoadBalancingPolicies.names().contains(policy)) {
            throw LauncherException.misuse(
                    "--policy takes one of " + String.join(", ", LoadBalancingPolicies.names()) + ", not " + policy);
        }
        return new UpSettings(
                workers,
                policy,
                port,
                managementPort,
                registryPort,
                reputationPort,
                consolePort,
                redisPort,
                workerPort,
                redis == null ? null : new RedisUrl(redis));
    }

    private static void requireNoneLeftBehind(StateDirectory state) {
        int left = state.suiteFile()
                .read()
                .map(Suite::living)
                .map(living -> living.size())
                .orElse(0);
        if (left > 0) {
            throw LauncherException.misuse("an earlier launcher was killed and left " + left
                    + " processes running; ./equipoise down stops them");
        }
    }

    /** For picocli, which makes one. */
    static final class PolicyNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return LoadBalancingPolicies.names().iterator();
        }
    }
}
