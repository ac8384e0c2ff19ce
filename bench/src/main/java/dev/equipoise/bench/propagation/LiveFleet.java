package dev.equipoise.bench.propagation;

import dev.equipoise.bench.Countdown;
import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Answer;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.http.Message;
import dev.equipoise.bench.suite.Crowd;
import dev.equipoise.bench.suite.Gateway;
import dev.equipoise.bench.suite.Jvm;
import dev.equipoise.bench.suite.Listeners;
import dev.equipoise.bench.suite.Redis;
import dev.equipoise.bench.suite.Registry;
import dev.equipoise.bench.suite.WorkerMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Redis, a registry, a gateway and a fleet of workers that do not go away by themselves. */
final class LiveFleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CATCHING_UP = Duration.ofMinutes(2);
    private static final int LISTENERS = 4;
    private static final int CONNECTIONS = 16;
    private static final int CONFIRMATIONS = 3;
    private static final String ID = "worker-";

    private final Registry registry;
    private final Gateway gateway;
    private final Listeners listeners;
    private final Connections toRegistry;
    private final Connections toGateway;
    private final WorkerMessages messages;
    private final SplittableRandom random;
    private final int size;

    private LiveFleet(Registry registry, Gateway gateway, int size, long seed) {
        Transport transport = Transport.best();
        this.registry = registry;
        this.gateway = gateway;
        this.size = size;
        this.random = new SplittableRandom(seed);
        this.messages = new WorkerMessages(registry.key());
        this.listeners = Listeners.open(transport, LISTENERS);
        this.toRegistry = Connections.open(transport, registry.service().address(), CONNECTIONS, PATIENCE);
        this.toGateway = Connections.open(transport, gateway.service().address(), 1, PATIENCE);
    }

    /** Starts everything, lets workers leave and come back, and ends everything. */
    static List<Change> play(int size, Plan plan, Path root, Path work, Progress progress)
            throws IOException, InterruptedException {
        progress.step("Starting Redis, a registry and a gateway for " + size + " workers");
        List<String> registryArguments = List.of(
                // Nobody is heard here: leases outlive the benchmark.
                "--equipoise.registry.heartbeat=10m",
                "--equipoise.registry.lease=6h",
                "--equipoise.registry.max-workers=" + (size + 1),
                "--equipoise.registry.call-workers=false");
        List<String> gatewayArguments = List.of(
                "--equipoise.gateway.policy=" + plan.policy(),
                // With it, a worker that comes back would get its keys by and by.
                "--equipoise.guards.slow-start.window=0s");
        try (Redis redis = Redis.start(work);
                Registry registry = Registry.start(root, new Jvm(Jvm.LAPTOP), redis, registryArguments, work);
                Gateway gateway = Gateway.start(root, new Jvm(Plan.GATEWAY), redis, gatewayArguments, work);
                LiveFleet fleet = new LiveFleet(registry, gateway, size, plan.seed())) {
            progress.step("Registering " + size + " workers");
            fleet.register();
            return fleet.change(plan, progress);
        }
    }

    private void register() throws IOException, InterruptedException {
        Crowd.say(toRegistry, size, this::registration, (worker, answer) -> messages.lease(answer));
        long deadline = System.nanoTime() + CATCHING_UP.toNanos();
        while (gateway.workers() != size) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the gateway knows " + gateway.workers() + " of " + size + " workers after two minutes");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private Message registration(int worker) {
        return messages.registration(ID + worker, listeners.address(worker));
    }

    private List<Change> change(Plan plan, Progress progress) throws InterruptedException {
        Countdown countdown = new Countdown(plan.length());
        List<Change> changes = new ArrayList<>();
        int all = plan.warmUp() + plan.changes();
        for (int i = 0; i < all; i++) {
            String title = size + " workers, " + (i < plan.warmUp() ? "warm-up" : "change " + (i - plan.warmUp() + 1));
            progress.tick(title + "; " + countdown);
            Change change = change();
            if (i >= plan.warmUp()) {
                changes.add(change);
            }
            countdown.done(Plan.EACH);
        }
        progress.done();
        return changes;
    }

    /** Some worker leaves, and comes back. */
    private Change change() throws InterruptedException {
        String key = "key-" + random.nextLong();
        String worker = await(Watch.worker(toGateway, key));
        for (int i = 0; i < CONFIRMATIONS; i++) {
            confirm(worker.equals(await(Watch.worker(toGateway, key))), "a key changed its worker without a reason");
        }
        pause();
        Moment out = moment(messages.leave(worker), key, name -> !name.equals(worker));
        for (int i = 0; i < CONFIRMATIONS; i++) {
            confirm(!worker.equals(await(Watch.worker(toGateway, key))), "a worker that left was picked again");
        }
        pause();
        Moment in = moment(registration(Integer.parseInt(worker.substring(ID.length()))), key, worker::equals);
        return new Change(out.picked(), out.written(), in.picked(), in.written());
    }

    private Moment moment(Message write, String key, Predicate<String> awaited) throws InterruptedException {
        CompletableFuture<Long> written = new CompletableFuture<>();
        CompletableFuture<Long> picked = Watch.begin(toGateway, key, awaited);
        CompletableFuture<Long> sent = new CompletableFuture<>();
        toRegistry.loop().execute(() -> {
            sent.complete(System.nanoTime());
            toRegistry.send(write, answer -> end(written, answer));
        });
        long start = await(sent);
        return new Moment(await(picked) - start, await(written) - start);
    }

    private static void end(CompletableFuture<Long> written, Answer answer) {
        if (answer.status() / 100 == 2) {
            written.complete(System.nanoTime());
        } else {
            written.completeExceptionally(
                    new IllegalStateException("the registry answered " + answer.outcome() + " to a change"));
        }
    }

    /** Changes must not keep step with anything that happens at intervals. */
    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextLong(Plan.PAUSE.toMillis(), 3 * Plan.PAUSE.toMillis()));
    }

    private static void confirm(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), e);
        }
    }

    @Override
    public void close() {
        toGateway.close();
        toRegistry.close();
        listeners.close();
    }

    /** Nanoseconds from a request to the registry until a pick knew of it, and until it was answered. */
    private record Moment(long picked, long written) {}
}
