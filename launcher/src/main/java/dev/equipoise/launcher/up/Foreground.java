package dev.equipoise.launcher.up;

import dev.equipoise.launcher.jvm.Jdk;
import dev.equipoise.launcher.jvm.PreparedService;
import dev.equipoise.launcher.jvm.Service;
import dev.equipoise.launcher.jvm.ServiceJars;
import dev.equipoise.launcher.jvm.StartupCache;
import dev.equipoise.launcher.process.Child;
import dev.equipoise.launcher.redis.EmbeddedRedis;
import dev.equipoise.launcher.state.StateDirectory;
import dev.equipoise.launcher.terminal.LauncherException;
import dev.equipoise.launcher.terminal.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** The life of one {@code up}: prepare, start, stay, stop. */
final class Foreground {

    private final UpSettings settings;
    private final StateDirectory state;
    private final Path cacheDirectory;
    private final StartupCacheMode startupCache;
    private final PrintWriter out;
    private final @Nullable EmbeddedRedis redis;
    private final Preparation preparation;
    private final Launch launch;

    /** Whoever sets it decides how this process ends: the main thread by failing, or a signal by stopping. */
    private final AtomicBoolean ending = new AtomicBoolean();

    Foreground(
            UpSettings settings,
            StateDirectory state,
            Path cacheDirectory,
            StartupCacheMode startupCache,
            PrintWriter out) {
        this.settings = settings;
        this.state = state;
        this.cacheDirectory = cacheDirectory;
        this.startupCache = startupCache;
        this.out = out;
        this.redis = settings.redis() == null
                ? new EmbeddedRedis(settings.redisPort(), state.secrets().redisPassword())
                : null;
        this.preparation = new Preparation(
                new StartupCache(cacheDirectory, ServiceJars.fromScript(), Jdk.running()), cacheDirectory, arguments());
        this.launch = new Launch(settings, state);
    }

    /** @return the exit code; a signal ends the process with 0 instead, once all parts are stopped */
    int run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop"));
        try {
            Map<Service, PreparedService> prepared = start();
            if (startupCache == StartupCacheMode.BACKGROUND
                    && preparation.trainInBackground(
                            prepared, () -> say("Recorded the start-up caches: the next start is faster."))) {
                say("Recording start-up caches in the background, once, so that the next start is faster.");
            }
            stay();
            throw LauncherException.failure("all parts have ended; the logs are in " + launch.logs());
        } catch (LauncherException e) {
            if (!ending.compareAndSet(false, true)) {
                // What failed, failed because it is being stopped. The stopping thread ends the process.
                new CountDownLatch(1).await();
            }
            preparation.cancel();
            launch.stop();
            throw e;
        }
    }

    private Map<Service, PreparedService> start() throws InterruptedException {
        try (Progress progress = new Progress(out)) {
            Map<Service, PreparedService> prepared = preparation.unpack(progress);
            if (startupCache == StartupCacheMode.FIRST) {
                preparation.train(prepared, progress);
            }
            Parts parts = new Parts(settings, arguments(), prepared, state);
            Startup startup = new Startup(settings, parts, launch, progress);
            startup.run(redis);
            Duration took = progress.elapsed();
            progress.close();
            new Report(settings, launch.parts(), launch.logs()).lines(took).forEach(out::println);
            out.flush();
            stayUntilWhole(startup);
            return prepared;
        }
    }

    private void stayUntilWhole(Startup startup) throws InterruptedException {
        while (launch.anyAlive() && !ending.get()) {
            if (startup.isWhole()) {
                say("The reputation service is up, too.");
                if (settings.hasConsole()) {
                    say("Console: " + settings.console() + "/ (name " + ServiceArguments.OPERATOR + ", password "
                            + state.secrets().text(state.secrets().consolePassword()) + ")");
                }
                return;
            }
            tellOfDeath(Duration.ofMillis(200));
        }
    }

    /** Returns when nothing is left to watch. A part that ended is not started again: that is its owner's decision. */
    private void stay() throws InterruptedException {
        while (launch.anyAlive()) {
            tellOfDeath(Duration.ofMinutes(1));
        }
    }

    private void tellOfDeath(Duration patience) throws InterruptedException {
        Child dead = launch.nextDeath(patience);
        if (dead != null) {
            say(dead.name() + " (pid " + dead.process().pid() + ") " + dead.ending() + "; its log: " + dead.log());
        }
    }

    private void stopOnSignal() {
        if (ending.compareAndSet(false, true)) {
            long from = System.nanoTime();
            say("Stopping ...");
            preparation.cancel();
            launch.stop();
            say("Stopped after " + Progress.seconds(Duration.ofNanos(System.nanoTime() - from)) + ".");
            // A stop that was asked for and went well is no failure, whatever the signal was.
            Runtime.getRuntime().halt(ExitCode.OK);
        } else {
            // The main thread is stopping, or has stopped, what it had started.
            launch.stop();
        }
    }

    private ServiceArguments arguments() {
        RedisUrl theirs = settings.redis();
        Map<String, String> where = theirs != null
                ? theirs.environment()
                : Objects.requireNonNull(redis).environment();
        return new ServiceArguments(settings, state.secrets(), state.facts(), where);
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
