package dev.equipoise.bench.storm;

import dev.equipoise.bench.Countdown;
import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.process.GcLog;
import dev.equipoise.bench.suite.Jvm;
import dev.equipoise.bench.suite.Listeners;
import dev.equipoise.bench.suite.Redis;
import dev.equipoise.bench.suite.Registry;
import dev.equipoise.bench.suite.WorkerMessages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A fresh Redis, a fresh registry and a swarm. */
final class Storm implements AutoCloseable {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LISTENERS = 4;

    /** For those who want to join at the last moment, and are asked to come back. */
    private static final Duration LATENESS = Duration.ofMinutes(2);

    private final Setting setting;
    private final Progress progress;
    private final Redis redis;
    private final Registry registry;
    private final Listeners listeners;
    private final Connections connections;
    private final Swarm swarm;

    private Storm(Setting setting, Progress progress, Redis redis, Registry registry) {
        Transport transport = Transport.best();
        this.setting = setting;
        this.progress = progress;
        this.redis = redis;
        this.registry = registry;
        this.listeners = Listeners.open(transport, LISTENERS);
        this.connections = Connections.open(transport, registry.service().address(), setting.connections(), PATIENCE);
        this.swarm = new Swarm(
                connections,
                new WorkerMessages(registry.key()),
                new SplittableRandom(setting.seed()),
                setting.workers());
    }

    /**
     * Plays it from beginning to end.
     *
     * @param root of the project
     * @param work a directory for logs
     */
    static StormResult play(Setting setting, Path root, Jvm jvm, Path work, Progress progress)
            throws IOException, InterruptedException {
        progress.step("Starting Redis and a registry");
        try (Redis redis = Redis.start(work);
                Registry registry = Registry.start(root, jvm, redis, arguments(setting), work);
                Storm storm = new Storm(setting, progress, redis, registry)) {
            return storm.play();
        }
    }

    private static List<String> arguments(Setting setting) {
        return List.of(
                "--equipoise.registry.heartbeat=" + setting.heartbeat().toMillis() + "ms",
                "--equipoise.registry.lease="
                        + setting.heartbeat().multipliedBy(3).toMillis() + "ms",
                "--equipoise.registry.max-workers=" + setting.workers() * 6 / 5,
                "--equipoise.registry.call-workers=" + setting.called());
    }

    private StormResult play() throws IOException, InterruptedException {
        Countdown countdown = new Countdown(setting.length());
        Duration cpu = registry.service().process().cpu();
        swarm.start(setting.jitter(), listeners::address);
        Duration allIn = awaitAll(countdown);
        countdown.done(setting.jitter());
        Duration registryJoining = registry.service().process().cpu().minus(cpu);
        sleep(setting.settling(), "Settling", countdown);
        countdown.done(setting.settling());
        int heapBefore = registry.service().gc().force(registry.service().process());
        sleep(Duration.ofSeconds(2), "Settling", countdown);
        Tally.Window joining = swarm.take();
        List<Minute> minutes = new ArrayList<>();
        while (minutes.size() < setting.steady().toMinutes()) {
            minutes.add(minute(
                    "Minute " + (minutes.size() + 1) + " of " + setting.steady().toMinutes(), countdown));
            countdown.done(MINUTE);
        }
        int serving = registry.serving();
        long expired = registry.expired();
        swarm.end();
        int heapAfter = registry.service().gc().force(registry.service().process());
        progress.done();
        return new StormResult(
                setting,
                allIn,
                joining,
                registryJoining,
                minutes,
                serving,
                expired,
                heapBefore,
                heapAfter,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private Duration awaitAll(Countdown countdown) throws InterruptedException {
        long deadline = System.nanoTime() + setting.jitter().plus(LATENESS).toNanos();
        while (!swarm.allIn().isDone()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "after " + setting.jitter().plus(LATENESS).toSeconds() + " s only "
                                + swarm.joined() + " of " + setting.workers() + " workers are in: "
                                + swarm.take().retried());
            }
            progress.tick(swarm.joined() + " of " + setting.workers() + " workers are in; " + countdown);
            TimeUnit.MILLISECONDS.sleep(250);
            alive();
        }
        return Duration.ofNanos(swarm.allIn().getNow(0L));
    }

    private Minute minute(String title, Countdown countdown) throws IOException, InterruptedException {
        int collected = registry.service().gc().collections().size();
        Duration registryBefore = registry.service().process().cpu();
        Duration redisBefore = redis.process().cpu();
        long start = System.nanoTime();
        sleep(MINUTE, title, countdown);
        Tally.Window window = swarm.take();
        Duration length = Duration.ofNanos(System.nanoTime() - start);
        List<GcLog.Collection> collections = registry.service().gc().collections();
        List<GcLog.Collection> own = collections.subList(collected, collections.size());
        return new Minute(
                window,
                length,
                registry.service().process().cpu().minus(registryBefore),
                redis.process().cpu().minus(redisBefore),
                own.stream().mapToInt(GcLog.Collection::leftMegabytes).min().orElse(-1),
                own.stream().mapToDouble(GcLog.Collection::pauseMillis).max().orElse(0),
                registry.service().process().residentBytes(),
                redis.process().residentBytes());
    }

    private void sleep(Duration time, String title, Countdown countdown) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        progress.step(title + "; " + countdown);
        while (System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(Math.min(1_000_000_000, Math.max(1, end - System.nanoTime())));
            progress.tick(title + "; " + countdown);
            alive();
        }
    }

    private void alive() {
        if (!registry.service().process().isAlive() || !redis.process().isAlive()) {
            throw new IllegalStateException("the registry or its Redis ended; see their logs");
        }
    }

    @Override
    public void close() {
        connections.close();
        listeners.close();
    }
}
