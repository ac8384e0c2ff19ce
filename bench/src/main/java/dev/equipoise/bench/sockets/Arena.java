package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Countdown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A fleet, the balancers in front of it, and the generator: all run, one balancer at a time gets requests. */
final class Arena implements AutoCloseable {

    private static final Duration SETTLE = Duration.ofSeconds(10);

    private final Stage stage;
    private final Backends backends;
    private final Generator generator;
    private final List<RunningBalancer> balancers = new ArrayList<>();

    private Arena(Stage stage, Backends backends) {
        this.stage = stage;
        this.backends = backends;
        this.generator = new Generator(stage.transport());
    }

    /** Starts everything and waits until each balancer has answered a request. */
    static Arena open(Stage stage, FleetShape shape, List<Balancer> balancers) throws InterruptedException {
        Arena arena = new Arena(stage, Backends.start(stage.transport(), shape, stage.firstPort()));
        try {
            arena.start(balancers);
        } catch (RuntimeException | InterruptedException e) {
            arena.close();
            throw e;
        }
        return arena;
    }

    private void start(List<Balancer> started) throws InterruptedException {
        int port = stage.firstPort() + Stage.BALANCERS;
        for (Balancer balancer : started) {
            balancers.add(RunningBalancer.start(balancer, port, backends.ports(), stage.work()));
            port += GatewayBalancer.PORTS;
        }
        for (RunningBalancer balancer : balancers) {
            stage.progress().step("Waiting for " + balancer.balancer().title());
            balancer.awaitReady();
        }
    }

    List<RunningBalancer> balancers() {
        return List.copyOf(balancers);
    }

    List<Integer> workerPorts() {
        return backends.ports();
    }

    /** One balancer gets one schedule. */
    Turn play(RunningBalancer balancer, Schedule schedule, int round, int load, Countdown countdown)
            throws InterruptedException {
        String title = "%s, %d %%, %s"
                .formatted(
                        round == 0 ? "warm-up" : "round " + round,
                        load,
                        balancer.balancer().title());
        stage.progress().step(title + "; " + countdown);
        Usage.Meter meter = Usage.meter(balancer);
        Sent sent =
                await(generator.send(schedule, balancer.address(), stage.scale(), stage.patience()), title, countdown);
        Usage usage = meter.stop(schedule.size());
        if (!balancer.isAlive()) {
            throw new IllegalStateException(balancer.balancer().title() + " ended during its turn");
        }
        settle();
        return new Turn(balancer.balancer(), round, load, sent, usage);
    }

    private Sent await(CompletableFuture<Sent> sent, String title, Countdown countdown) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                return sent.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                stage.progress()
                        .tick("%s: %d s; %s".formatted(title, (System.nanoTime() - start) / 1_000_000_000, countdown));
            } catch (ExecutionException e) {
                throw new IllegalStateException("the generator failed: " + e.getCause(), e);
            }
        }
    }

    /** What the turn has left behind at the workers, by requests that were given up, must not burden the next. */
    private void settle() throws InterruptedException {
        if (backends.pending() == 0) {
            return;
        }
        backends.disconnect();
        long deadline = System.nanoTime() + stage.real(SETTLE).toNanos();
        while (backends.pending() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void close() {
        balancers.forEach(RunningBalancer::close);
        generator.close();
        backends.close();
    }
}
