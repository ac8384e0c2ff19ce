package dev.equipoise.bench.sockets;

import dev.equipoise.bench.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of the generator. All of it happens on its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // timers that nobody cancels, and connections that have listeners
final class OpenLoop implements ClientHandler.Listener {

    private static final int CONNECT_MILLIS = 5_000;

    /**
     * A fleet that keeps up has a hundred requests in flight. Behind a balancer that does not, requests that are due wait
     * for a connection, and that counts: without a bound the process would run out of file descriptors.
     */
    private static final int MAX_CONNECTIONS = 1_000;

    private static final long PATROL_MILLIS = 250;

    private final EventLoop loop;
    private final Schedule schedule;
    private final TimeScale scale;
    private final long patienceNanos;
    private final Bootstrap bootstrap;
    private final String host;
    private final CompletableFuture<Sent> result = new CompletableFuture<>();

    private final long[] latencies;
    private final long[] lags;
    private final int[] workers;
    private final Map<String, Integer> failures = new HashMap<>();
    private final ArrayDeque<ClientHandler> idle = new ArrayDeque<>();
    private final Set<ClientHandler> busy = new HashSet<>();
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private int connections;
    private long startNanos;
    private int next;
    private int open;

    OpenLoop(
            EventLoop loop,
            Transport transport,
            InetSocketAddress target,
            Schedule schedule,
            TimeScale scale,
            long patienceNanos) {
        this.loop = loop;
        this.schedule = schedule;
        this.scale = scale;
        this.patienceNanos = patienceNanos;
        this.host = "127.0.0.1:" + target.getPort();
        this.latencies = new long[schedule.size()];
        this.lags = new long[schedule.size()];
        this.workers = new int[schedule.size()];
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(transport.clientChannel())
                .remoteAddress(target)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec());
                    }
                });
    }

    CompletableFuture<Sent> result() {
        return result;
    }

    void start() {
        startNanos = System.nanoTime();
        loop.schedule(() -> orTell(this::patrol), PATROL_MILLIS, TimeUnit.MILLISECONDS);
        orTell(this::sendWhatIsDue);
    }

    /** Nobody else would hear of a mistake in here: an event loop keeps those of its tasks to itself. */
    private void orTell(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void sendWhatIsDue() {
        while (next < schedule.size()) {
            long wait = dueNanos(next) - System.nanoTime();
            if (wait > 0) {
                loop.schedule(() -> orTell(this::sendWhatIsDue), wait, TimeUnit.NANOSECONDS);
                return;
            }
            send(next++);
        }
        finishIfDone();
    }

    private long dueNanos(int request) {
        return startNanos + scale.real(schedule.atNanos()[request]);
    }

    private void send(int request) {
        open++;
        lags[request] = System.nanoTime() - dueNanos(request);
        waiting.add(request);
        sendWaiting();
    }

    private void sendWaiting() {
        while (!waiting.isEmpty() && (!idle.isEmpty() || connections < MAX_CONNECTIONS)) {
            int request = waiting.remove();
            ClientHandler connection = idle.pollLast();
            if (connection != null) {
                sendOn(connection, request);
            } else {
                connect(request);
            }
        }
    }

    private void connect(int request) {
        connections++;
        bootstrap.connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                ClientHandler fresh = new ClientHandler(this, host);
                connected.channel().pipeline().addLast(fresh);
                sendOn(fresh, request);
            } else {
                connections--;
                fail(request, "not connected");
            }
        });
    }

    private void sendOn(ClientHandler connection, int request) {
        busy.add(connection);
        long demand = scale.real(schedule.demandNanos()[request]);
        connection.send(request, demand, schedule.keys()[request]);
    }

    @Override
    public void answered(ClientHandler connection, int request, int status, int worker, boolean reusable) {
        busy.remove(connection);
        if (reusable) {
            idle.addLast(connection);
        }
        if (status == 200 && worker >= 0) {
            latencies[request] = System.nanoTime() - dueNanos(request);
            workers[request] = worker;
            end();
        } else {
            fail(request, "status " + status);
        }
    }

    @Override
    public void closed(ClientHandler connection, int request) {
        connections--;
        idle.remove(connection);
        if (busy.remove(connection)) {
            fail(request, "closed");
        } else {
            sendWaiting();
        }
    }

    private void fail(int request, String what) {
        if (request >= schedule.warmUp()) {
            failures.merge(what, 1, Integer::sum);
        }
        latencies[request] = scale.real(patienceNanos);
        workers[request] = Sent.FAILED;
        end();
    }

    private void end() {
        open--;
        sendWaiting();
        finishIfDone();
    }

    /** Gives up what takes too long. */
    private void patrol() {
        long now = System.nanoTime();
        for (ClientHandler connection : List.copyOf(busy)) {
            if (now - dueNanos(connection.request()) > scale.real(patienceNanos)) {
                busy.remove(connection);
                connection.close();
                fail(connection.request(), "timed out");
            }
        }
        while (!waiting.isEmpty() && now - dueNanos(waiting.peek()) > scale.real(patienceNanos)) {
            fail(waiting.remove(), "timed out");
        }
        if (!result.isDone()) {
            loop.schedule(() -> orTell(this::patrol), PATROL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void finishIfDone() {
        if (open == 0 && next == schedule.size() && !result.isDone()) {
            List.copyOf(idle).forEach(ClientHandler::close);
            int first = schedule.warmUp();
            result.complete(new Sent(
                    nominal(latencies, first),
                    nominal(lags, first),
                    Arrays.copyOfRange(workers, first, workers.length),
                    Arrays.copyOfRange(schedule.keys(), first, workers.length),
                    failures));
        }
    }

    private long[] nominal(long[] real, int first) {
        return Arrays.stream(real, first, real.length).map(scale::nominal).toArray();
    }
}
