package dev.equipoise.bench.intake;

import dev.equipoise.bench.Latencies;
import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Samples;
import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.suite.Crowd;
import dev.equipoise.bench.suite.Jvm;
import dev.equipoise.bench.suite.Redis;
import dev.equipoise.bench.suite.Registry;
import dev.equipoise.bench.suite.Reputation;
import dev.equipoise.bench.suite.WorkerMessages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A fresh Redis, a fleet that registered, a fresh reputation service, and gateways that report on every interval within the
 * second after its end, each at a moment of its own, whether or not the last report was answered.
 */
public final class Intake implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CATCHING_UP = Duration.ofMinutes(2);
    private static final int CONNECTIONS = 16;
    private static final int NO_CONTENT = 204;
    private static final long LOOK = 20;
    private static final long LONG_AGO = 5;

    private final IntakePlan plan;
    private final Redis redis;
    private final Reputation reputation;
    private final Reporters reporters;
    private final Connections connections;
    private final Inbox inbox;
    private final SplittableRandom random;
    /** All three written on the event loop and taken when nothing is on its way. */
    private final Samples answers = new Samples();

    private final Map<String, Integer> refused = new TreeMap<>();
    private int waiting;

    private Intake(IntakePlan plan, Redis redis, Reputation reputation, Reporters reporters) throws IOException {
        this.plan = plan;
        this.redis = redis;
        this.reputation = reputation;
        this.reporters = reporters;
        this.random = new SplittableRandom(plan.seed());
        this.inbox = new Inbox(redis);
        this.connections = Connections.open(
                Transport.best(), reputation.service().address(), Math.max(CONNECTIONS, plan.gateways()), PATIENCE);
    }

    /**
     * Plays it from beginning to end.
     *
     * @param root of the project
     * @param work a directory for logs
     */
    public static IntakeResult play(IntakePlan plan, Path root, Jvm jvm, Path work, Progress progress)
            throws IOException, InterruptedException {
        progress.step("Starting Redis, a registry and a reputation service for " + plan.gateways() + " gateways");
        Path keys = work.resolve("keys");
        Reporters reporters = Reporters.enrol(plan, keys);
        try (Redis redis = Redis.start(work)) {
            register(plan, root, jvm, redis, work);
            // One interval in which a worker stands out is a fact here, so that facts tell who was heard of each.
            List<String> arguments = List.of("--equipoise.reputation.evidence.outlier-count=1");
            try (Reputation reputation = Reputation.start(root, jvm, redis, keys, arguments, work);
                    Intake intake = new Intake(plan, redis, reputation, reporters)) {
                return intake.play(progress);
            }
        }
    }

    /** Leases outlive the benchmark, so the registry need not. */
    private static void register(IntakePlan plan, Path root, Jvm jvm, Redis redis, Path work)
            throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "--equipoise.registry.heartbeat=10m",
                "--equipoise.registry.lease=6h",
                "--equipoise.registry.max-workers=" + (plan.workers() + 1),
                "--equipoise.registry.call-workers=false");
        try (Registry registry = Registry.start(root, jvm, redis, arguments, work);
                Connections connections =
                        Connections.open(Transport.best(), registry.service().address(), CONNECTIONS, PATIENCE)) {
            WorkerMessages messages = new WorkerMessages(registry.key());
            Crowd.say(
                    connections,
                    plan.workers(),
                    worker -> messages.registration(
                            Reporters.worker(worker),
                            URI.create("http://127.1." + worker / 250 + "." + (1 + worker % 250) + ":8080")),
                    (worker, answer) -> messages.lease(answer));
        }
    }

    private IntakeResult play(Progress progress) throws IOException, InterruptedException {
        await("all workers to have a standing", () -> reputation.known() == plan.workers());
        await("the store to take reports", this::takesReports);
        Samples emptied = new Samples();
        Samples judged = new Samples();
        Duration serviceBefore = Duration.ZERO;
        Duration redisBefore = Duration.ZERO;
        int counted = 0;
        long interval = System.currentTimeMillis() / IntakePlan.INTERVAL;
        for (int i = 0; i < IntakePlan.WARM_UP + plan.intervals(); i++, interval++) {
            progress.step("interval " + (i + 1) + " of " + (IntakePlan.WARM_UP + plan.intervals()));
            long end = end(interval);
            List<byte[]> bodies = new ArrayList<>();
            for (int gateway = 0; gateway < plan.gateways(); gateway++) {
                bodies.add(reporters.report(interval));
            }
            TimeUnit.MILLISECONDS.sleep(Math.max(0, end - System.currentTimeMillis()));
            if (i == IntakePlan.WARM_UP) {
                answers.take();
                refused.clear();
                waiting = 0;
                serviceBefore = reputation.service().process().cpu();
                redisBefore = redis.process().cpu();
            }
            CompletableFuture<Void> sent = send(bodies);
            long empty = untilEmpty(sent, end);
            long facts = untilJudged(interval, end);
            if (i >= IntakePlan.WARM_UP) {
                emptied.add(empty);
                judged.add(facts);
                counted += counted(interval);
            }
        }
        // As long a time for the last one as for the others.
        TimeUnit.MILLISECONDS.sleep(Math.max(0, end(interval) - System.currentTimeMillis()));
        Latencies times = answers.take();
        return new IntakeResult(
                plan,
                times,
                refused,
                counted,
                waiting,
                emptied.take(),
                judged.take(),
                reputation.service().process().cpu().minus(serviceBefore),
                redis.process().cpu().minus(redisBefore),
                reputation.service().process().residentBytes(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** A store takes nothing that was signed before it was first asked; so here is a report of long ago that says nothing. */
    private boolean takesReports() throws InterruptedException {
        byte[] nothing = Reporters.empty(System.currentTimeMillis() / IntakePlan.INTERVAL - LONG_AGO);
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        connections
                .loop()
                .execute(() -> connections.send(
                        reporters.signed(0, nothing), answer -> taken.complete(answer.status() == NO_CONTENT)));
        while (!taken.isDone()) {
            TimeUnit.MILLISECONDS.sleep(LOOK);
        }
        return taken.join();
    }

    /** In milliseconds since 1970. */
    private static long end(long interval) {
        return (interval + 1) * IntakePlan.INTERVAL;
    }

    /** Done when all were answered, or given up. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody cancels it
    private CompletableFuture<Void> send(List<byte[]> bodies) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            int gateway = i;
            long delay = random.nextLong(IntakePlan.SPREAD);
            CompletableFuture<Void> answered = new CompletableFuture<>();
            all.add(answered);
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
            connections
                    .loop()
                    .schedule(() -> send(gateway, bodies.get(gateway), due, answered), delay, TimeUnit.MILLISECONDS);
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    private void send(int gateway, byte[] body, long due, CompletableFuture<Void> answered) {
        connections.send(reporters.signed(gateway, body), answer -> {
            if (answer.status() == NO_CONTENT) {
                answers.add(System.nanoTime() - due);
            } else {
                refused.merge(answer.outcome(), 1, Integer::sum);
            }
            answered.complete(null);
        });
    }

    /** @return from the end of the interval, in nanoseconds */
    private long untilEmpty(CompletableFuture<Void> sent, long end) throws InterruptedException {
        while (true) {
            // In this order: what was answered before we look is in the inbox, or was taken.
            boolean all = sent.isDone();
            int now = inbox.waiting();
            waiting = Math.max(waiting, now);
            if (all && now == 0) {
                return since(end);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK);
        }
    }

    /** @return from the end of the interval, in nanoseconds */
    private long untilJudged(long interval, long end) throws IOException, InterruptedException {
        await("interval " + interval + " to be judged", () -> isJudged(interval));
        return since(end);
    }

    private static long since(long end) {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - end);
    }

    private boolean isJudged(long interval) throws IOException, InterruptedException {
        return reputation.events(Reporters.suspect(), 1).contains("fused:" + interval + ':');
    }

    /** How many reports had a voice: those of all gateways, if the fact says that all of them agree. */
    private int counted(long interval) throws IOException, InterruptedException {
        String fact = reputation.events(Reporters.suspect(), 1);
        String all = plan.gateways() + " of " + plan.gateways() + " gateways agree";
        return fact.contains("fused:" + interval + ':') && fact.contains(all) ? plan.gateways() : 0;
    }

    /** Something that is going to be true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + CATCHING_UP.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("after two minutes still waiting for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK);
        }
    }

    @Override
    public void close() throws IOException {
        connections.close();
        inbox.close();
    }
}
