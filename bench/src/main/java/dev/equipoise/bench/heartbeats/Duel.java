package dev.equipoise.bench.heartbeats;

import com.sun.management.OperatingSystemMXBean;
import dev.equipoise.bench.Countdown;
import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Transport;
import dev.equipoise.bench.http.Connections;
import dev.equipoise.bench.suite.Crowd;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Contenders that all run, of whom one at a time gets heartbeats. */
final class Duel implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<Contender, Connections> contenders = new LinkedHashMap<>();
    private final Plan plan;
    private final Progress progress;
    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    Duel(List<Contender> contenders, Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        for (Contender contender : contenders) {
            this.contenders.put(
                    contender,
                    Connections.open(Transport.best(), contender.service().address(), plan.connections(), PATIENCE));
        }
    }

    /** All rounds, each contender being first in every other one. */
    List<Turn> play() throws InterruptedException {
        Countdown countdown = new Countdown(plan.length(contenders.size()));
        for (var entry : contenders.entrySet()) {
            Contender contender = entry.getKey();
            progress.step("Registering " + plan.instances() + " instances with " + contender.title());
            Crowd.say(entry.getValue(), plan.instances(), contender::registration, contender::registered);
            turn(contender, entry.getValue(), 0, plan.warmUp(), countdown);
        }
        List<Turn> turns = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            List<Contender> order = new ArrayList<>(contenders.keySet());
            Collections.rotate(order, round - 1);
            for (Contender contender : order) {
                Connections connections = contenders.get(contender);
                if (connections != null) {
                    turns.add(turn(contender, connections, round, plan.measured(), countdown));
                }
            }
        }
        progress.done();
        return turns;
    }

    private Turn turn(Contender contender, Connections connections, int round, Duration length, Countdown countdown)
            throws InterruptedException {
        String title = (round == 0 ? "warm-up, " : "round " + round + ", ") + contender.title();
        progress.step(title + "; " + countdown);
        Duration service = contender.service().process().cpu();
        Duration store = contender.storeCpu();
        // Each reading tells of the time since the one before it.
        machine.getCpuLoad();
        Beats beats = await(
                Beating.begin(contender, connections, plan.phases(), plan.interval(), length),
                title,
                countdown,
                contender);
        countdown.done(length);
        return new Turn(
                contender.title(),
                round,
                beats,
                contender.service().process().cpu().minus(service),
                contender.storeCpu().minus(store),
                machine.getCpuLoad());
    }

    private Beats await(CompletableFuture<Beats> beats, String title, Countdown countdown, Contender contender)
            throws InterruptedException {
        while (true) {
            try {
                return beats.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                progress.tick(title + "; " + countdown);
                if (!contender.service().process().isAlive()) {
                    throw new IllegalStateException(contender.title() + " ended during its turn; see its log", e);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("heartbeats could not be sent: " + e.getCause(), e);
            }
        }
    }

    @Override
    public void close() {
        contenders.values().forEach(Connections::close);
    }
}
