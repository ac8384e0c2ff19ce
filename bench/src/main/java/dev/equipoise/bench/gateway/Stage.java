package dev.equipoise.bench.gateway;

import dev.equipoise.bench.Progress;
import dev.equipoise.bench.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What every scenario is played on.
 *
 * @param proxies who is measured
 * @param rounds how often each has its turn
 * @param length of what counts of a turn
 * @param warmUp how long each gets requests before the first round, those that need it a multiple
 * @param firstPort workers listen from here on, proxies from {@link #PROXIES} ports higher
 * @param work a directory for configurations and logs
 * @param loop the generator's
 */
record Stage(
        List<Proxy> proxies,
        int rounds,
        Duration length,
        Duration warmUp,
        long seed,
        int firstPort,
        Path work,
        Cores cores,
        Transport transport,
        EventLoop loop,
        Progress progress) {

    /** More than there are workers in any scenario. */
    static final int PROXIES = 1_100;

    /** A proxy may listen at its port and the one after it. */
    private static final int PORTS_EACH = 2;

    private static final int CONNECTIONS = 64;

    /** Starts all proxies in front of these workers; they are ended by {@link #end}. */
    List<RunningProxy> start(List<Integer> workers, String scenario) throws InterruptedException {
        return start(workers, scenario, 0);
    }

    /** @param others as many run already */
    List<RunningProxy> start(List<Integer> workers, String scenario, int others) throws InterruptedException {
        List<RunningProxy> running = new ArrayList<>();
        try {
            for (Proxy proxy : proxies) {
                progress.step(scenario + ": starting " + proxy.title());
                int port = firstPort + PROXIES + (others + running.size()) * PORTS_EACH;
                running.add(RunningProxy.start(proxy, port, workers, work.resolve(scenario), cores::alone));
            }
        } catch (RuntimeException | InterruptedException e) {
            end(running);
            throw e;
        }
        return running;
    }

    static void end(List<RunningProxy> running) {
        running.forEach(RunningProxy::close);
    }

    /** In another order in every round, so that nobody is always first. */
    List<RunningProxy> order(List<RunningProxy> running, int round) {
        List<RunningProxy> order = new ArrayList<>(running);
        Collections.rotate(order, round);
        return order;
    }

    void warmUp(List<RunningProxy> running, ByteBuf request) throws InterruptedException {
        for (RunningProxy proxy : running) {
            progress.step("warming up " + proxy.proxy().title());
            asMuchAsGoes(proxy, request, warmUp.multipliedBy(proxy.proxy().warmUps()));
        }
    }

    /** 64 clients that ask again and again. */
    Calls asMuchAsGoes(RunningProxy proxy, ByteBuf request, Duration time) throws InterruptedException {
        return await(ClosedLoop.run(loop, transport, proxy.address(), CONNECTIONS, request, time), proxy);
    }

    Calls atRate(RunningProxy proxy, ByteBuf request, double perSecond, Duration time, int round)
            throws InterruptedException {
        return await(beginAtRate(proxy.address(), request, perSecond, time, round), proxy);
    }

    CompletableFuture<Calls> beginAtRate(
            InetSocketAddress target, ByteBuf request, double perSecond, Duration time, int round) {
        return SteadyRate.run(loop, transport, target, request, perSecond, time, seed * 1_000_003 + round);
    }

    static Calls await(CompletableFuture<Calls> calls, RunningProxy proxy) throws InterruptedException {
        try {
            Calls done = calls.get();
            if (!proxy.process().isAlive()) {
                throw new IllegalStateException(proxy.proxy().title() + " ended during its turn");
            }
            return done;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the generator failed: " + e.getCause(), e);
        }
    }
}
