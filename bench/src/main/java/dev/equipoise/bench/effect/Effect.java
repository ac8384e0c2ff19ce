package dev.equipoise.bench.effect;

import dev.equipoise.bench.Countdown;
import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.http.Message;
import dev.equipoise.bench.suite.Crowd;
import dev.equipoise.bench.suite.Gateway;
import dev.equipoise.bench.suite.Jvm;
import dev.equipoise.bench.suite.Redis;
import dev.equipoise.bench.suite.Registry;
import dev.equipoise.bench.suite.Reputation;
import dev.equipoise.bench.suite.WorkerMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One fleet behind two pairs of gateways, of which one pair acts on standings. */
final class Effect {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 64;
    private static final long TICK_MILLIS = 10;
    private static final long TICKS_A_SECOND = 1000 / TICK_MILLIS;

    private final Plan plan;
    private final Map<Side, Counts> counts = new EnumMap<>(Side.class);
    private volatile long startNanos;

    private Effect(Plan plan) {
        this.plan = plan;
        for (Side side : Side.values()) {
            counts.put(side, new Counts(plan.minutes()));
        }
    }

    /** Starts everything, sends the load, and ends everything. */
    static Map<Side, Counts> play(Plan plan, Path root, Path work, Progress progress)
            throws IOException, InterruptedException {
        Effect effect = new Effect(plan);
        Transport transport = Transport.best();
        progress.step("Starting Redis, a registry, a reputation service and four gateways with " + plan.policy());
        List<String> unheard = List.of(
                // Nobody is heard here: leases outlive the benchmark.
                "--equipoise.registry.heartbeat=10m", "--equipoise.registry.lease=6h");
        Jvm jvm = new Jvm(Jvm.LAPTOP);
        List<AutoCloseable> open = new ArrayList<>();
        GatewayKeys keys = GatewayKeys.make(Plan.GATEWAYS, work.resolve("keys"));
        try (MoodyWorkers workers = MoodyWorkers.open(plan, transport, effect::failedTry);
                Redis redis = Redis.start(work);
                Registry registry = Registry.start(root, jvm, redis, unheard, work);
                Reputation reputation = Reputation.start(root, jvm, redis, keys.trusted(), keys.arguments(), work)) {
            try {
                List<Lane> lanes = new ArrayList<>();
                for (Side side : Side.values()) {
                    for (int i = 0; i < Plan.GATEWAYS; i++) {
                        List<String> arguments = new ArrayList<>(List.of(
                                "--equipoise.gateway.policy=" + plan.policy(),
                                "--equipoise.reputation.mode=" + side.mode()));
                        if (side == Side.WITH) {
                            arguments.addAll(keys.gatewayArguments(
                                    i, reputation.service().address()));
                        }
                        Gateway gateway =
                                Gateway.start(root, jvm, redis, arguments, work.resolve(side.name() + "-" + i));
                        open.add(gateway);
                        Connections connections =
                                Connections.open(transport, gateway.service().address(), CONNECTIONS, PATIENCE);
                        open.add(connections);
                        lanes.add(new Lane(side, connections));
                    }
                }
                register(plan, registry, workers, transport);
                effect.load(lanes, progress);
            } finally {
                close(open);
            }
        }
        return effect.counts;
    }

    private static void close(List<AutoCloseable> open) {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void register(Plan plan, Registry registry, MoodyWorkers workers, Transport transport)
            throws InterruptedException {
        WorkerMessages messages = new WorkerMessages(registry.key());
        try (Connections connections =
                Connections.open(transport, registry.service().address(), CONNECTIONS, PATIENCE)) {
            Crowd.say(
                    connections,
                    plan.workers(),
                    worker -> messages.registration("worker-" + worker, workers.address(worker)),
                    (worker, answer) -> messages.lease(answer));
        }
        // Gateways hear of it within milliseconds; the registry calls each worker before it is up.
        TimeUnit.SECONDS.sleep(5);
    }

    /** Requests of one side to one gateway. */
    private record Lane(Side side, Connections connections) {}

    private void load(List<Lane> lanes, Progress progress) throws InterruptedException {
        Duration length = Plan.WARM_UP.plus(plan.length());
        Countdown countdown = new Countdown(length);
        long begin = System.nanoTime();
        startNanos = begin + Plan.WARM_UP.toNanos();
        long ticks = length.toMillis() / TICK_MILLIS;
        long sent = 0;
        for (long tick = 0; tick < ticks; tick++) {
            long due = begin + tick * TICK_MILLIS * 1_000_000;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            long until = (tick + 1) * plan.perSecond() / TICKS_A_SECOND;
            for (; sent < until; sent++) {
                for (Side side : Side.values()) {
                    send(lanes.get(side.ordinal() * Plan.GATEWAYS + (int) (sent % Plan.GATEWAYS)));
                }
            }
            if (tick % TICKS_A_SECOND == 0) {
                countdown.done(Duration.ofSeconds(1));
                progress.tick(plan.policy() + "; " + countdown);
            }
        }
        TimeUnit.SECONDS.sleep(1);
        progress.done();
    }

    private void send(Lane lane) {
        Message message = new Message(
                "GET", "/", new byte[0], Map.of(Side.HEADER, lane.side().name()));
        int minute = minute();
        lane.connections()
                .loop()
                .execute(() -> lane.connections()
                        .send(message, answer -> count(lane.side()).answered(minute, answer.status() == 200)));
    }

    private Counts count(Side side) {
        Counts known = counts.get(side);
        if (known == null) {
            throw new IllegalStateException("every side is counted");
        }
        return known;
    }

    private void failedTry(Side side) {
        count(side).failedTry(minute());
    }

    /** From 0; below 0 while it does not count. */
    private int minute() {
        long nanos = System.nanoTime() - startNanos;
        return nanos < 0
                ? -1
                : (int) Math.min(plan.minutes() - 1, Duration.ofNanos(nanos).toMinutes());
    }
}
